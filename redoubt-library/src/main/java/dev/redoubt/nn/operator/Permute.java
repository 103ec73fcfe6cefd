package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * Dimensions in another order.
 *
 * @param order dimension i of the result is dimension {@code order[i]} of the input
 */
public record Permute(List<Integer> order) implements Operator {
  /** Copies. */
  public Permute {
    order = List.copyOf(order);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return Layout.permute(inputs.get(0), order.stream().mapToLong(Integer::longValue).toArray());
  }
}
