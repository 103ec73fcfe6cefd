package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Activation;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * Scaled exponential linear unit (Klambauer et al. 2017): {@code gamma} times the exponential
 * linear unit with {@code alpha}.
 */
public record Selu(double alpha, double gamma) implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return Activation.elu(inputs.get(0), alpha, gamma, 1);
  }
}
