package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/** The smaller of two, broadcasting. */
public record Minimum() implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return Elementwise.minimum(inputs.get(0), inputs.get(1));
  }
}
