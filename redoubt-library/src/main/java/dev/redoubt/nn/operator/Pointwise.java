package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Activation;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One function of every element. The gradient of those that jump is zero, as it is. */
public record Pointwise(Function function) implements Operator {
  /** The functions without settings. */
  public enum Function {
    /** {@code -x}. */
    NEGATE,
    /** {@code |x|}. */
    ABS,
    /** The square root. */
    SQRT,
    /** {@code e^x}. */
    EXP,
    /** The natural logarithm. */
    LOG,
    /** {@code 1 / x}. */
    RECIPROCAL,
    /** {@code 1 / (1 + e^-x)}. */
    SIGMOID,
    /** The hyperbolic tangent. */
    TANH,
    /** The error function. */
    ERF,
    /** {@code log(1 + e^x)}. */
    SOFTPLUS,
    /** {@code x / (1 + |x|)}. */
    SOFTSIGN,
    /** {@code x · min(max(x / 6 + 1/2, 0), 1)}. */
    HARD_SWISH,
    /** {@code x · tanh(softplus(x))}. */
    MISH,
    /** The sine. */
    SIN,
    /** The cosine. */
    COS,
    /** The nearest whole number, the even one of two. */
    ROUND,
    /** The largest whole number that is not above. */
    FLOOR,
    /** The smallest whole number that is not below. */
    CEIL,
    /** -1, 0 or 1. */
    SIGN;

    /** Its name as those of operators are written: {@code HardSwish}. */
    public String word() {
      return Stream.of(name().split("_"))
          .map(part -> part.charAt(0) + part.substring(1).toLowerCase(Locale.ROOT))
          .collect(Collectors.joining());
    }
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    Tensor x = inputs.get(0);
    return switch (function) {
      case NEGATE -> x.negated();
      case ABS -> Elementwise.abs(x);
      case SQRT -> Elementwise.sqrt(x);
      case EXP -> Elementwise.exp(x);
      case LOG -> Elementwise.log(x);
      case RECIPROCAL -> x.reciprocal();
      case SIGMOID -> Activation.sigmoid(x);
      case TANH -> Activation.tanh(x);
      case ERF -> Elementwise.erf(x);
      case SOFTPLUS -> Activation.softplus(x);
      case SOFTSIGN -> Activation.softsign(x);
      case HARD_SWISH -> Activation.hardSwish(x);
      case MISH -> Activation.mish(x);
      case SIN -> Elementwise.sin(x);
      case COS -> Elementwise.cos(x);
      case ROUND -> Elementwise.round(x);
      case FLOOR -> Elementwise.floor(x);
      case CEIL -> Elementwise.ceil(x);
      case SIGN -> Elementwise.sign(x);
    };
  }
}
