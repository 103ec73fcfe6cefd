package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/** A sigmoid in three pieces: {@code min(max(alpha · x + beta, 0), 1)}. */
public record HardSigmoid(double alpha, double beta) implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    Tensor x = inputs.get(0);
    return Scope.tensors(() -> Elementwise.clamp(x.times(alpha).plus(beta), 0, 1));
  }
}
