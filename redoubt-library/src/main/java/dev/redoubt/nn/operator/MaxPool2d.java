package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Size;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * The maximum over each window.
 *
 * @param padding minus infinity, added on each side
 * @param ceil whether a window that is only partly inside counts
 */
public record MaxPool2d(Size kernel, Size stride, Size padding, Size dilation, boolean ceil)
    implements Operator {
  /** Square windows side by side. */
  public static MaxPool2d square(int side) {
    return new MaxPool2d(Size.of(side), Size.of(side), Size.of(0), Size.of(1), false);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    Tensor x = inputs.get(0);
    if (2 * padding.height() <= kernel.height() && 2 * padding.width() <= kernel.width()) {
      return pool(x, padding, ceil);
    }
    return Scope.tensors(() -> pool(padded(x), Size.of(0), false));
  }

  private Tensor pool(Tensor x, Size border, boolean partly) {
    return Neural.maxPool2d(
        x, kernel.toArray(), stride.toArray(), border.toArray(), dilation.toArray(), partly);
  }

  /** With the border that the engine doesn't add, since it is wide: exactly what windows reach. */
  private Tensor padded(Tensor x) {
    long[] before = {0, 0, padding.height(), padding.width()};
    long[] after = {
      0,
      0,
      after(x.size(2), kernel.height(), stride.height(), padding.height(), dilation.height()),
      after(x.size(3), kernel.width(), stride.width(), padding.width(), dilation.width())
    };
    return Layout.pad(x, before, after, Double.NEGATIVE_INFINITY);
  }

  private long after(long length, int kernel, int stride, int padding, int dilation) {
    int span = (kernel - 1) * dilation + 1;
    long room = length + 2L * padding - span;
    long last = (ceil ? -Math.floorDiv(-room, stride) : Math.floorDiv(room, stride)) * stride;
    boolean begins = last < length + padding; // a window in the border alone doesn't count
    return (begins ? last : last - stride) + span - length - padding;
  }
}
