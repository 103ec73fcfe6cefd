package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * Two inputs, x and one of the element type that the network computes in: x in another element
 * type. Floats lose their fraction when they become integers.
 */
public record Cast(Target target) implements Operator {
  /** A kind of element types. */
  public enum Target {
    /** The floats that the second input is made of. */
    FLOATING,
    /** 64-bit integers. */
    INTEGER,
    /** Truth values: whether it is not zero. */
    BOOLEAN
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    Tensor x = inputs.get(0);
    return switch (target) {
      case FLOATING -> x.like(inputs.get(1));
      case INTEGER -> x.to(DType.INT64);
      case BOOLEAN -> x.to(DType.BOOL);
    };
  }
}
