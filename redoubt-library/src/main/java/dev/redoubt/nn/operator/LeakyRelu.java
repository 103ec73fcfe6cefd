package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Activation;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/** x where it is not negative, {@code slope · x} elsewhere. */
public record LeakyRelu(double slope) implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return Activation.leakyRelu(inputs.get(0), slope);
  }
}
