package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.WeightSpec;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * A tensor of its own, without inputs: the weight {@code value}, which is not trained.
 *
 * @param shape its shape; no batch dimension is added
 */
public record Constant(List<Long> shape) implements Operator {
  /** Copies. */
  public Constant {
    shape = List.copyOf(shape);
  }

  @Override
  public List<WeightSpec> weightSpecs() {
    long[] lengths = shape.stream().mapToLong(Long::longValue).toArray();
    return List.of(WeightSpec.constant("value", false, 0, lengths));
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return Layout.alias(weights.get("value"));
  }
}
