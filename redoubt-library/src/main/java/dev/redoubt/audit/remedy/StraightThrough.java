package dev.redoubt.audit.remedy;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * An operator of one input with the derivative of another function of it (the straight-through
 * estimator, Bengio et al. 2013). It stands on tapes, never in files.
 *
 * @param operator gives the value
 * @param substitute gives the derivative; of the same shape
 */
record StraightThrough(Operator operator, UnaryOperator<Tensor> substitute) implements Operator {
  /** The identity's derivative. */
  static StraightThrough identity(Operator operator) {
    return new StraightThrough(operator, UnaryOperator.identity());
  }

  /** A value that is a float like the input, even if the operator gives something else. */
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    Tensor x = inputs.get(0);
    return Scope.tensors(
        () -> {
          Tensor value = operator.forward(inputs, weights, pass);
          return x.requiresGrad() ? Graft.of(value.detached().like(x), substitute.apply(x)) : value;
        });
  }
}
