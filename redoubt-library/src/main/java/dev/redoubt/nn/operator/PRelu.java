package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Comparison;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * Two inputs x and slope, which broadcasts: x where it is not negative, {@code slope · x} elsewhere
 * (He et al. 2015).
 */
public record PRelu() implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    Tensor x = inputs.get(0);
    Tensor slope = inputs.get(1);
    return Scope.tensors(() -> Elementwise.where(Comparison.less(x, 0), slope.times(x), x));
  }
}
