package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;

/**
 * Integers of its own, without inputs, in the host's memory.
 *
 * @param shape their shape; no batch dimension is added
 * @param values as many as the shape says, in row-major order
 */
public record IntConstant(List<Long> shape, List<Long> values) implements Operator {
  /** Copies and checks. */
  public IntConstant {
    shape = List.copyOf(shape);
    values = List.copyOf(values);
    if (shape.stream().reduce(1L, Math::multiplyExact) != values.size()) {
      throw new IllegalArgumentException(values.size() + " values do not fill the shape " + shape);
    }
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return Tensors.of(
        values.stream().mapToLong(Long::longValue).toArray(),
        shape.stream().mapToLong(Long::longValue).toArray());
  }
}
