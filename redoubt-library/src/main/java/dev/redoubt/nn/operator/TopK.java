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
 * The {@code k} largest or smallest along one dimension, in order; of equals the first comes first.
 *
 * @param axis the dimension, counted with the batch dimension as 0
 * @param largest whether the largest are wanted, descending, rather than the smallest, ascending
 * @param part what is given of them
 */
public record TopK(int k, int axis, boolean largest, Part part) implements Operator {
  /** What is given of an element. */
  public enum Part {
    /** Itself. */
    VALUES,
    /** Where it stood, an integer. */
    INDICES
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    Tensor x = inputs.get(0);
    return Scope.tensors(
        () -> {
          if (k > x.size(axis)) {
            throw new IllegalArgumentException(
                "there are no " + k + " elements along dimension " + axis + " of " + x);
          }
          Reductions.Sorted sorted = Reductions.sort(x, axis, largest);
          Tensor all = part == Part.VALUES ? sorted.values() : sorted.indices();
          return Layout.slice(all, axis, 0, k, 1);
        });
  }
}
