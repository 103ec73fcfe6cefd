package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Size;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * The mean over each window.
 *
 * @param padding zeros added on each side; at most half the kernel
 * @param ceil whether a window that is only partly inside counts
 * @param countPadding whether the zeros count in the mean
 */
public record AvgPool2d(Size kernel, Size stride, Size padding, boolean ceil, boolean countPadding)
    implements Operator {
  /** Checks. */
  public AvgPool2d {
    if (2 * padding.height() > kernel.height() || 2 * padding.width() > kernel.width()) {
      throw new IllegalArgumentException(
          "padding " + padding + " is more than half of the window " + kernel);
    }
  }

  /** Square windows side by side. */
  public static AvgPool2d square(int side) {
    return new AvgPool2d(Size.of(side), Size.of(side), Size.of(0), false, true);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return Neural.avgPool2d(
        inputs.get(0), kernel.toArray(), stride.toArray(), padding.toArray(), ceil, countPadding);
  }
}
