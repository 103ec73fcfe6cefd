package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Size;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * The maximum over each window.
 *
 * @param padding minus infinity, added on each side; at most half of what the kernel spans
 * @param ceil whether a window that is only partly inside counts
 */
public record MaxPool2d(Size kernel, Size stride, Size padding, Size dilation, boolean ceil)
    implements Operator {
  /** Checks. */
  public MaxPool2d {
    int height = (kernel.height() - 1) * dilation.height() + 1;
    int width = (kernel.width() - 1) * dilation.width() + 1;
    if (2 * padding.height() > height || 2 * padding.width() > width) {
      throw new IllegalArgumentException(
          "padding " + padding + " is more than half of the window " + kernel);
    }
  }

  /** Square windows side by side. */
  public static MaxPool2d square(int side) {
    return new MaxPool2d(Size.of(side), Size.of(side), Size.of(0), Size.of(1), false);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return Neural.maxPool2d(
        inputs.get(0),
        kernel.toArray(),
        stride.toArray(),
        padding.toArray(),
        dilation.toArray(),
        ceil);
  }
}
