package dev.redoubt.nn.operator;

import static dev.redoubt.nn.operator.Operators.assertSame;
import static dev.redoubt.nn.operator.Operators.between;
import static dev.redoubt.nn.operator.Operators.floats;
import static dev.redoubt.nn.operator.Operators.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.nn.Operator;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Functions of single elements, and the softmaxes, against ONNX Runtime. */
class ActivationsTest {
  private static final Map<String, String> NAMES =
      Map.of("NEGATE", "Neg", "HARD_SWISH", "HardSwish", "SOFTPLUS", "Softplus");

  /** With halves, zero, and numbers at which exponentials overflow. */
  private static final Tensor X =
      Tensors.of(
          new float[] {-100, -50, -3.5f, -3, -2.5f, -1, -.5f, 0, .3f, .5f, 1.5f, 2.5f, 3, 30, 100},
          3,
          5);

  @ParameterizedTest
  @EnumSource
  void agreesWithOnnxRuntime(Pointwise.Function function) {
    boolean positive =
        switch (function) {
          case SQRT, LOG, RECIPROCAL -> true;
          default -> false;
        };
    Tensor x =
        positive ? between(.1, 9, 3, 5) : function == Pointwise.Function.EXP ? floats(3, 5) : X;
    String name = function.name();
    String type =
        NAMES.getOrDefault(name, name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT));
    assertSame(new Pointwise(function), OnnxNode.of(type, 18), List.of(x));
  }

  @ParameterizedTest
  @EnumSource(names = {"NEGATE", "ABS", "SIGN"})
  void integersStayIntegers(Pointwise.Function function) {
    Tensor x = Tensors.ofLongs(-7, 0, 5, (1L << 60) + 1);
    Tensor result = run(new Pointwise(function), x);

    assertThat(result.dtype()).isEqualTo(DType.INT64);
    long[] expected =
        switch (function) {
          case NEGATE -> new long[] {7, 0, -5, -(1L << 60) - 1};
          case ABS -> new long[] {7, 0, 5, (1L << 60) + 1};
          default -> new long[] {-1, 0, 1, 1};
        };
    assertThat(result.longs()).containsExactly(expected);
  }

  static Stream<Arguments> settings() {
    double inf = Double.POSITIVE_INFINITY;
    return Stream.of(
        Arguments.of(new LeakyRelu(.2), OnnxNode.of("LeakyRelu", 16).setFloat("alpha", .2)),
        Arguments.of(new Elu(.7), OnnxNode.of("Elu", 10).setFloat("alpha", .7)),
        Arguments.of(new Celu(.7), OnnxNode.of("Celu", 12).setFloat("alpha", .7)),
        Arguments.of(
            new Selu(1.7, 1.1),
            OnnxNode.of("Selu", 10).setFloat("alpha", 1.7).setFloat("gamma", 1.1)),
        Arguments.of(
            new HardSigmoid(.3, .4),
            OnnxNode.of("HardSigmoid", 10).setFloat("alpha", .3).setFloat("beta", .4)),
        Arguments.of(new Gelu(false), OnnxNode.of("Gelu", 20).setText("approximate", "none")),
        Arguments.of(new Gelu(true), OnnxNode.of("Gelu", 20).setText("approximate", "tanh")),
        Arguments.of(
            new Clip(-1, 2.7), OnnxNode.of("Clip", 10).setFloat("min", -1).setFloat("max", 2.7)),
        Arguments.of(new Clip(-inf, .25), OnnxNode.of("Clip", 10).setFloat("max", .25)),
        Arguments.of(new Clip(.25, inf), OnnxNode.of("Clip", 10).setFloat("min", .25)),
        Arguments.of(new Softmax(0), OnnxNode.of("Softmax", 13).setInt("axis", 0)),
        Arguments.of(new Softmax(1), OnnxNode.of("Softmax", 13).setInt("axis", 1)),
        Arguments.of(new LogSoftmax(0), OnnxNode.of("LogSoftmax", 13).setInt("axis", 0)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("settings")
  void agreesWithOnnxRuntime(Operator operator, OnnxNode node) {
    assertSame(operator, node, List.of(X));
  }

  @Test
  void clipKeepsIntegers() {
    Tensor x = Tensors.ofLongs(-5, 0, 3, Long.MAX_VALUE);
    Tensor both = run(new Clip(-1.5, 2), x);

    assertThat(both.dtype()).isEqualTo(DType.INT64);
    assertThat(both.longs()).containsExactly(-1, 0, 2, 2);
    assertThat(run(new Clip(0, Double.POSITIVE_INFINITY), x).longs())
        .containsExactly(0, 0, 3, Long.MAX_VALUE);
  }

  @Test
  void clipLetsTheUpperBoundWin() {
    assertThat(run(new Clip(3, 1), Tensors.of(new double[] {0, 2, 4}, 3)).doubles())
        .containsExactly(1, 1, 1);
  }

  @Test
  void softplusIsExactInDoubles() {
    double[] x = {-60, -1, 0, 19, 21, 35, 49, 60};
    double[] actual =
        run(new Pointwise(Pointwise.Function.SOFTPLUS), Tensors.of(x, x.length)).doubles();
    for (int i = 0; i < x.length; i++) {
      double expected = Math.max(x[i], 0) + Math.log1p(Math.exp(-Math.abs(x[i])));
      assertThat(actual[i]).isCloseTo(expected, within(1e-15 * Math.max(1, expected)));
    }
  }
}
