package dev.redoubt.attack;

import dev.redoubt.BadInputException;
import dev.redoubt.loss.Loss;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import dev.redoubt.threat.Goal;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Forward and backward passes at one point of each row.
 *
 * @param logits {@code [draws·n, classes]}, one draw after the other
 * @param losses {@code [n]}: the attacker's objective, which is to rise; the mean over the draws
 * @param gradient its derivative with respect to the point
 */
public record LossGradient(Tensor logits, Tensor losses, Tensor gradient) implements TensorGroup {
  /**
   * At {@code x}, for a loss that the attacker raises at the true labels or lowers at the targets.
   * The losses are summed, so that each sample's gradient does not depend on the batch.
   */
  public static LossGradient at(
      GradientModel view, Tensor x, Tensor labels, Goal goal, Loss loss, Draws draws) {
    requireClasses(view, loss);
    return at(view, x, rising(loss, goal, labels), draws, 1);
  }

  /**
   * At {@code x}, over several draws of a random model (expectation over transformation, Athalye et
   * al. 2018): loss and gradient are the means over all of them.
   *
   * @param objective from logits {@code [n, classes]} to what is to rise, {@code [n]}
   * @param eot draws, each a forward and a backward pass
   */
  public static LossGradient at(
      GradientModel view, Tensor x, UnaryOperator<Tensor> objective, Draws draws, int eot) {
    if (eot == 1) {
      return Scope.tensors(() -> one(view, x, objective, draws));
    }
    return Scope.tensors(
        () -> {
          LossGradient first = one(view, x, objective, draws.of("draw-0"));
          LossGradient sum =
              Scope.loop(
                  first,
                  eot - 1,
                  done -> false,
                  (i, before) -> before.plus(one(view, x, objective, draws.of("draw-" + (i + 1)))));
          return new LossGradient(
              sum.logits, sum.losses.dividedBy(eot), sum.gradient.dividedBy(eot));
        });
  }

  /** Refuses a loss that is not defined for so few classes. */
  static void requireClasses(GradientModel view, Loss loss) {
    if (view.classes() < loss.leastClasses()) {
      throw new BadInputException(
          "loss %s wants at least %d classes, but model %s has %d"
              .formatted(loss.name(), loss.leastClasses(), view.name(), view.classes()));
    }
  }

  /** The objective of an attacker who raises a loss at the true labels or lowers it at targets. */
  public static UnaryOperator<Tensor> rising(Loss loss, Goal goal, Tensor labels) {
    return logits -> {
      Tensor losses = loss.perSample(logits, goal.lossLabels(labels));
      return goal.direction() > 0 ? losses : losses.negated();
    };
  }

  private LossGradient plus(LossGradient other) {
    return new LossGradient(
        Layout.concat(List.of(logits, other.logits), 0),
        losses.plus(other.losses),
        gradient.plus(other.gradient));
  }

  /**
   * At {@code x}, of what the model says of changed inputs.
   *
   * @param change from inputs to those that the model gets, on their tape
   */
  static LossGradient through(
      GradientModel view,
      Tensor x,
      UnaryOperator<Tensor> change,
      UnaryOperator<Tensor> objective,
      Draws draws) {
    return Scope.tensors(() -> one(view, x, change, objective, draws));
  }

  private static LossGradient one(
      GradientModel view, Tensor x, UnaryOperator<Tensor> objective, Draws draws) {
    return one(view, x, UnaryOperator.identity(), objective, draws);
  }

  private static LossGradient one(
      GradientModel view,
      Tensor x,
      UnaryOperator<Tensor> change,
      UnaryOperator<Tensor> objective,
      Draws draws) {
    Tensor leaf = Autograd.variable(x);
    Tensor logits = view.logitsOnTape(change.apply(leaf), draws);
    Tensor losses = objective.apply(logits);
    Tensor gradient = view.gradient(Reductions.sum(losses), leaf);
    return new LossGradient(logits.detached(), losses.detached(), gradient);
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    action.accept(logits);
    action.accept(losses);
    action.accept(gradient);
  }
}
