package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Activation;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * The logarithm of the softmax along one dimension.
 *
 * @param axis the dimension, counted with the batch dimension as 0
 */
public record LogSoftmax(int axis) implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return Activation.logSoftmax(inputs.get(0), axis);
  }
}
