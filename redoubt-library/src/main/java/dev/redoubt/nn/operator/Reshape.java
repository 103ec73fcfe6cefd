package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * The same elements in another shape.
 *
 * @param shape with the batch dimension; one entry may be -1: whatever is left
 */
public record Reshape(List<Long> shape) implements Operator {
  /** Copies. */
  public Reshape {
    shape = List.copyOf(shape);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return Layout.reshape(inputs.get(0), shape.stream().mapToLong(Long::longValue).toArray());
  }
}
