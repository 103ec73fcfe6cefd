package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/** The difference of two tensors, broadcasting. */
public record Subtract() implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return inputs.get(0).minus(inputs.get(1));
  }
}
