package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Comparison;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/** The opposite of truth values. */
public record Not() implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return Comparison.not(inputs.get(0));
  }
}
