package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/** One row a sample: {@code [n, ...]} to {@code [n, features]}. */
public record Flatten() implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    Tensor x = inputs.get(0);
    return x.rank() == 1 ? Layout.unsqueeze(x, 1) : Layout.flatten(x);
  }
}
