package dev.redoubt.attack;

import dev.redoubt.BadInputException;
import dev.redoubt.loss.Loss;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import dev.redoubt.threat.Goal;
import java.util.function.Consumer;

/**
 * One forward and one backward pass.
 *
 * @param logits {@code [n, classes]} at the point
 * @param gradient of the attacker's objective, which is to rise, with respect to the point
 */
record LossGradient(Tensor logits, Tensor gradient) implements TensorGroup {
  /**
   * At {@code x}, for a loss that the attacker raises at the true labels or lowers at the targets.
   * The losses are summed, so that each sample's gradient does not depend on the batch.
   */
  static LossGradient at(
      GradientModel view, Tensor x, Tensor labels, Goal goal, Loss loss, Draws draws) {
    return Scope.tensors(
        () -> {
          Tensor leaf = Autograd.variable(x);
          Tensor logits = view.logitsOnTape(leaf, draws);
          if (logits.size(1) < loss.leastClasses()) {
            throw new BadInputException(
                "loss %s wants at least %d classes, but model %s has %d"
                    .formatted(loss.name(), loss.leastClasses(), view.name(), logits.size(1)));
          }
          Tensor total = Reductions.sum(loss.perSample(logits, goal.lossLabels(labels)));
          Tensor gradient = view.gradient(goal.direction() > 0 ? total : total.negated(), leaf);
          return new LossGradient(logits.detached(), gradient);
        });
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    action.accept(logits);
    action.accept(gradient);
  }
}
