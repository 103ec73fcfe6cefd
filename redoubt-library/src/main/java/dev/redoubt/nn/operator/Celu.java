package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Activation;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * Continuously differentiable exponential linear unit (Barron 2017): x where it is positive, {@code
 * alpha · (e^(x / alpha) - 1)} elsewhere.
 */
public record Celu(double alpha) implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return Activation.elu(inputs.get(0), alpha, 1, 1 / alpha);
  }
}
