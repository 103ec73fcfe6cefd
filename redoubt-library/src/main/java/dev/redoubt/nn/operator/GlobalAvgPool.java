package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/** The mean over each channel: {@code [n, c, h, w]} to {@code [n, c, 1, 1]}. */
public record GlobalAvgPool() implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return Neural.globalAvgPool2d(inputs.get(0));
  }
}
