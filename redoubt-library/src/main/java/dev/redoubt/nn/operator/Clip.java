package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * {@code min(max(x, low), high)}.
 *
 * @param low may be minus infinity
 * @param high may be infinity; wins if it is below {@code low}
 */
public record Clip(double low, double high) implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return Elementwise.clip(inputs.get(0), low, high);
  }
}
