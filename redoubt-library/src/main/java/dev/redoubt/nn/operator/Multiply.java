package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/** The product of two tensors, element by element, broadcasting. */
public record Multiply() implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return inputs.get(0).times(inputs.get(1));
  }
}
