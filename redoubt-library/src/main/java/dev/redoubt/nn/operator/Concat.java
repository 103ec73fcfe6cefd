package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * The inputs one after another.
 *
 * @param dim the dimension along which they are joined, counted with the batch dimension as 0
 */
public record Concat(int dim) implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return Layout.concat(inputs, dim);
  }
}
