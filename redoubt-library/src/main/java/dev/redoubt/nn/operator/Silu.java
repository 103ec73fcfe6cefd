package dev.redoubt.nn.operator;

import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/** Sigmoid linear unit: {@code x · sigmoid(x)} (Elfwing et al. 2018). */
public record Silu() implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Mode mode) {
    return Neural.silu(inputs.get(0));
  }
}
