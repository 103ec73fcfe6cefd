package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Comparison;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/** Two tensors of truth values joined, broadcasting. */
public record Logic(Connective connective) implements Operator {

  /** How two truth values are joined. */
  public enum Connective {
    /** Both. */
    AND,
    /** One or both. */
    OR,
    /** One but not both. */
    XOR
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    Tensor a = inputs.get(0);
    Tensor b = inputs.get(1);
    return switch (connective) {
      case AND -> Comparison.and(a, b);
      case OR -> Comparison.or(a, b);
      case XOR -> Comparison.xor(a, b);
    };
  }
}
