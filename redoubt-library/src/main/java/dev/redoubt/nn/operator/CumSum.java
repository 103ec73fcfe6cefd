package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * Running sums along one dimension.
 *
 * @param axis the dimension, counted with the batch dimension as 0
 * @param exclusive whether an element is left out of the sum at its own place
 * @param reverse whether the sums run from the back
 */
public record CumSum(int axis, boolean exclusive, boolean reverse) implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    Tensor x = inputs.get(0);
    return Scope.tensors(
        () -> {
          Tensor forth = reverse ? Layout.flip(x, axis) : x;
          Tensor sums = Reductions.cumulativeSum(exclusive ? shifted(forth) : forth, axis);
          return reverse ? Layout.flip(sums, axis) : sums;
        });
  }

  /** A zero put in front, and the last element cut off. */
  private Tensor shifted(Tensor x) {
    long[] before = new long[x.rank()];
    long[] after = new long[x.rank()];
    before[axis] = 1;
    after[axis] = -1;
    return Layout.pad(x, before, after, 0);
  }
}
