package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/** Three inputs, broadcasting: where the first holds the second, elsewhere the third. */
public record Where() implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return Elementwise.where(inputs.get(0), inputs.get(1), inputs.get(2));
  }
}
