package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;

/**
 * Where the largest element along one dimension stands, as integers.
 *
 * @param axis the dimension, counted with the batch dimension as 0
 * @param keepDims whether the dimension stays, with length 1
 * @param selectLast whether the last of equals counts rather than the first
 */
public record ArgMax(int axis, boolean keepDims, boolean selectLast) implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    Tensor x = inputs.get(0);
    return Scope.tensors(
        () -> {
          Tensor place = Reductions.argmax(selectLast ? Layout.flip(x, axis) : x, axis);
          if (selectLast) {
            place = place.negated().plus(Tensors.ofLongs(x.size(axis) - 1).like(place));
          }
          return keepDims ? Layout.unsqueeze(place, axis) : place;
        });
  }
}
