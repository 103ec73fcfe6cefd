package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/** The quotient of two tensors, broadcasting; that of integers is truncated toward zero. */
public record Divide() implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    Tensor a = inputs.get(0);
    Tensor b = inputs.get(1);
    boolean whole = a.dtype() == DType.INT64 && b.dtype() == DType.INT64;
    return whole ? Elementwise.quotient(a, b) : a.dividedBy(b);
  }
}
