package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * Two inputs, x and one whose first dimension is the number of samples: x broadcast with a shape,
 * in both directions as ONNX's Expand does.
 *
 * @param shape aligned with the last dimension of x
 */
public record Expand(List<Extent> shape) implements Operator {
  /** Copies. */
  public Expand {
    shape = List.copyOf(shape);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    Tensor x = inputs.get(0);
    long samples = inputs.get(1).size(0);
    long[] wanted = shape.stream().mapToLong(extent -> extent.of(samples)).toArray();
    long[] given = x.shape();
    long[] result = new long[Math.max(given.length, wanted.length)];
    for (int fromLast = 1; fromLast <= result.length; fromLast++) {
      long a = fromLast > given.length ? 1 : given[given.length - fromLast];
      long b = fromLast > wanted.length ? 1 : wanted[wanted.length - fromLast];
      result[result.length - fromLast] = b == 1 ? a : b;
    }
    return Layout.expand(x, result);
  }
}
