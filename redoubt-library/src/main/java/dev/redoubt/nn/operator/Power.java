package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * The first tensor to the power of the second, broadcasting. The result has the element type of the
 * first.
 */
public record Power() implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    Tensor base = inputs.get(0);
    Tensor exponent = inputs.get(1);
    if (base.dtype() != DType.INT64) {
      return Scope.tensors(() -> Elementwise.power(base, exponent.to(base.dtype())));
    }
    return Scope.tensors(
        () ->
            exponent.dtype().isFloating()
                ? Elementwise.power(base.to(DType.FLOAT64), exponent.to(DType.FLOAT64))
                    .to(DType.INT64)
                : Elementwise.power(base, exponent));
  }
}
