package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import java.util.List;
import java.util.stream.LongStream;

/** The mean over each channel: {@code [n, c, ...]} to {@code [n, c, 1, ...]}. */
public record GlobalAvgPool() implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    Tensor x = inputs.get(0);
    long[] spatial = LongStream.range(2, x.rank()).toArray();
    return spatial.length == 0 ? Layout.alias(x) : Reductions.mean(x, spatial, true);
  }
}
