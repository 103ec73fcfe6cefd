package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * A sum of products of any number of inputs.
 *
 * @param equation in Einstein's notation, such as {@code bij,bjk->bik}
 */
public record Einsum(String equation) implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return Neural.einsum(equation, inputs);
  }
}
