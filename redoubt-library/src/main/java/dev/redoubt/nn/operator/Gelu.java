package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Activation;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * Gaussian error linear unit (Hendrycks and Gimpel 2016): {@code x · Φ(x)}.
 *
 * @param tanh whether Φ is approximated: {@code (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2}
 */
public record Gelu(boolean tanh) implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return Activation.gelu(inputs.get(0), tanh);
  }
}
