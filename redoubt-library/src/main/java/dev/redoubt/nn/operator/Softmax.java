package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Activation;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * {@code e^x / Σ e^x} along one dimension.
 *
 * @param axis the dimension, counted with the batch dimension as 0
 */
public record Softmax(int axis) implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return Activation.softmax(inputs.get(0), axis);
  }
}
