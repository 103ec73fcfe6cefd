package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.List;
import java.util.stream.LongStream;

/**
 * One value of those along some dimensions.
 *
 * @param axes the dimensions, counted with the batch dimension as 0; none means all
 * @param keepDims whether they stay, with length 1
 */
public record Reduce(Kind kind, List<Integer> axes, boolean keepDims) implements Operator {
  /** Copies. */
  public Reduce {
    axes = List.copyOf(axes);
  }

  /** The value that is taken. */
  public enum Kind {
    /** The mean. */
    MEAN(true),
    /** The sum. */
    SUM(false),
    /** The largest; equals share the gradient. */
    MAX(false),
    /** The smallest; equals share the gradient. */
    MIN(false),
    /** The product. */
    PROD(false),
    /** The sum of the absolute values. */
    L1(false),
    /** The root of the sum of the squares; its gradient at zero is zero. */
    L2(true),
    /** The sum of the squares. */
    SUM_SQUARE(false),
    /** The logarithm of the sum. */
    LOG_SUM(true),
    /** The logarithm of the sum of the exponentials. */
    LOG_SUM_EXP(true);

    private final boolean ofFloats;

    Kind(boolean ofFloats) {
      this.ofFloats = ofFloats;
    }

    /** Whether the value of integers is computed in floats, and truncated. */
    boolean isOfFloats() {
      return ofFloats;
    }
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    Tensor x = inputs.get(0);
    return Scope.tensors(
        () -> {
          boolean viaFloats = x.dtype() == DType.INT64 && kind.isOfFloats();
          Tensor value = reduce(viaFloats ? x.to(DType.FLOAT64) : x, dims(x));
          return viaFloats ? value.to(DType.INT64) : value;
        });
  }

  private long[] dims(Tensor x) {
    return axes.isEmpty()
        ? LongStream.range(0, x.rank()).toArray()
        : axes.stream().mapToLong(Integer::longValue).sorted().toArray();
  }

  private Tensor reduce(Tensor x, long[] dims) {
    return switch (kind) {
      case MEAN -> Reductions.mean(x, dims, keepDims);
      case SUM -> Reductions.sum(x, dims, keepDims);
      case MAX -> Reductions.max(x, dims, keepDims);
      case MIN -> Reductions.min(x, dims, keepDims);
      case PROD -> product(x, dims);
      case L1 -> Reductions.sum(Elementwise.abs(x), dims, keepDims);
      case L2 -> Reductions.l2(x, dims, keepDims);
      case SUM_SQUARE -> Reductions.sum(x.times(x), dims, keepDims);
      case LOG_SUM -> Elementwise.log(Reductions.sum(x, dims, keepDims));
      case LOG_SUM_EXP -> Reductions.logSumExp(x, dims, keepDims);
    };
  }

  /** From the last dimension on, so that those to come keep their places. */
  private Tensor product(Tensor x, long[] dims) {
    Tensor product = Layout.alias(x);
    for (int i = dims.length - 1; i >= 0; i--) {
      product = Reductions.product(product, dims[i], keepDims);
    }
    return product;
  }
}
