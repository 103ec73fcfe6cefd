package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Activation;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * Exponential linear unit (Clevert et al. 2016): x where it is positive, {@code alpha · (e^x - 1)}
 * elsewhere.
 */
public record Elu(double alpha) implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return Activation.elu(inputs.get(0), alpha, 1, 1);
  }
}
