package dev.redoubt.audit.remedy;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.nn.operator.Compare;
import dev.redoubt.nn.operator.Logic;
import dev.redoubt.nn.operator.Not;
import dev.redoubt.nn.operator.Where;
import dev.redoubt.tensor.Activation;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;

/**
 * Truth values as floats that are 0 or 1, with a derivative. Comparisons have that of a function
 * which falls off slowly, so that it vanishes nowhere, however large the difference: {@code d / (1
 * + |d|)} for an order, {@code 1 / (1 + |d|)} for equality. Where nothing is differentiated all of
 * them give plain truth values. They stand on tapes, never in files.
 */
final class SoftTruth {
  private SoftTruth() {}

  private static boolean isSoft(Tensor x) {
    return x.dtype().isFloating();
  }

  /** Masks are infinite, and no slope. */
  private static Tensor finite(Tensor difference) {
    return Elementwise.where(
        Elementwise.isFinite(difference), difference, Tensors.zerosLike(difference));
  }

  /** A comparison of floats. */
  record SoftCompare(Compare compare) implements Operator {
    @Override
    public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
      return Scope.tensors(
          () -> {
            Tensor value = compare.forward(inputs, weights, pass);
            Tensor difference = finite(inputs.get(0).minus(inputs.get(1)));
            return difference.requiresGrad()
                ? Graft.of(value.like(difference), substitute(difference))
                : value;
          });
    }

    private Tensor substitute(Tensor difference) {
      return switch (compare.relation()) {
        case EQUAL -> Elementwise.abs(difference).plus(1).reciprocal();
        case LESS, LESS_OR_EQUAL -> Activation.softsign(difference.negated()).dividedBy(2);
        case GREATER, GREATER_OR_EQUAL -> Activation.softsign(difference).dividedBy(2);
      };
    }
  }

  /** Truth values joined: products and sums of zeros and ones are exact. */
  record SoftLogic(Logic logic) implements Operator {
    @Override
    public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
      Tensor one = inputs.get(0);
      Tensor other = inputs.get(1);
      if (!isSoft(one) && !isSoft(other)) {
        return logic.forward(inputs, weights, pass);
      }
      return Scope.tensors(
          () -> {
            Tensor a = isSoft(one) ? one : one.like(other);
            Tensor b = isSoft(other) ? other : other.like(one);
            return switch (logic.connective()) {
              case AND -> a.times(b);
              case OR -> a.plus(b).minus(a.times(b));
              case XOR -> a.plus(b).minus(a.times(b).times(2));
            };
          });
    }
  }

  /** The opposite. */
  record SoftNot(Not not) implements Operator {
    @Override
    public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
      Tensor x = inputs.get(0);
      return isSoft(x)
          ? Scope.tensors(() -> x.negated().plus(1))
          : not.forward(inputs, weights, pass);
    }
  }

  /** A choice that the condition has a part in. */
  record SoftWhere(Where where) implements Operator {
    @Override
    public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
      Tensor condition = inputs.get(0);
      Tensor one = inputs.get(1);
      Tensor other = inputs.get(2);
      if (!isSoft(condition)) {
        return where.forward(inputs, weights, pass);
      }
      return Scope.tensors(
          () -> {
            Tensor value =
                where.forward(List.of(condition.to(DType.BOOL), one, other), weights, pass);
            return isSoft(value)
                ? Graft.of(value, condition.times(finite(one.minus(other).detached())))
                : value;
          });
    }
  }
}
