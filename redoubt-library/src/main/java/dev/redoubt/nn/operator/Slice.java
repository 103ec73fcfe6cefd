package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * Every {@code step}-th element from {@code start} to before {@code end}, as ONNX's Slice: negative
 * places count from the back, and those beyond an end mean that end.
 *
 * @param axis the dimension, counted with the batch dimension as 0
 * @param step not 0; negative ones go from the back to the front
 */
public record Slice(int axis, long start, long end, long step) implements Operator {
  /** Checks. */
  public Slice {
    if (step == 0) {
      throw new IllegalArgumentException("a slice needs a step other than 0");
    }
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    Tensor x = inputs.get(0);
    long length = x.size(axis);
    long from = start < 0 ? start + length : start;
    long to = end < 0 ? end + length : end;
    long stride = Math.max(1, step > 0 ? Math.min(step, length) : -Math.max(step, -length));
    if (step > 0) {
      from = within(from, 0, length);
      return Layout.slice(x, axis, from, Math.max(from, within(to, 0, length)), stride);
    }
    long first = within(from, -1, length - 1);
    long before = within(to, -1, length - 1);
    long count = first > before ? (first - before - 1) / stride + 1 : 0;
    long last = first - (count - 1) * stride;
    return Scope.tensors(
        () ->
            count == 0
                ? Layout.slice(x, axis, 0, 0, 1)
                : Layout.flip(Layout.slice(x, axis, last, first + 1, stride), axis));
  }

  private static long within(long place, long low, long high) {
    return Math.max(low, Math.min(place, high));
  }
}
