package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Comparison;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/** Whether a relation holds between two tensors, broadcasting: truth values. */
public record Compare(Relation relation) implements Operator {

  /** What is asked of the first and the second. */
  public enum Relation {
    /** {@code a = b}. */
    EQUAL,
    /** {@code a < b}. */
    LESS,
    /** {@code a <= b}. */
    LESS_OR_EQUAL,
    /** {@code a > b}. */
    GREATER,
    /** {@code a >= b}. */
    GREATER_OR_EQUAL
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    Tensor a = inputs.get(0);
    Tensor b = inputs.get(1);
    return switch (relation) {
      case EQUAL -> Comparison.equal(a, b);
      case LESS -> Comparison.less(a, b);
      case LESS_OR_EQUAL -> Comparison.atMost(a, b);
      case GREATER -> Elementwise.greater(a, b);
      case GREATER_OR_EQUAL -> Elementwise.atLeast(a, b);
    };
  }
}
