package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.List;

/**
 * {@code (x - mean) / std} along the second dimension: the step from pixel space to the values that
 * a network was trained on, as its first operator.
 *
 * @param mean one value for all channels, or one a channel (a feature, in tables)
 * @param std as many positive values
 */
public record Normalize(List<Double> mean, List<Double> std) implements Operator {
  /** Copies and checks. */
  public Normalize {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (mean.isEmpty() || mean.size() != std.size() || std.stream().anyMatch(s -> !(s > 0))) {
      throw new IllegalArgumentException(
          "normalisation wants as many positive deviations as means, not " + mean + " and " + std);
    }
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    Tensor x = inputs.get(0);
    if (mean.size() == 1) {
      return x.minus(mean.get(0)).dividedBy(std.get(0));
    }
    long[] shape = new long[x.rank()];
    Arrays.fill(shape, 1);
    shape[1] = mean.size();
    return x.minus(constants(mean, shape).like(x)).dividedBy(constants(std, shape).like(x));
  }

  private static Tensor constants(List<Double> values, long[] shape) {
    return Tensors.of(values.stream().mapToDouble(Double::doubleValue).toArray(), shape);
  }
}
