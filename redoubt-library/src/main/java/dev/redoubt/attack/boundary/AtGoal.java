package dev.redoubt.attack.boundary;

import dev.redoubt.attack.LossGradient;
import dev.redoubt.loss.Margin;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.function.Consumer;

/**
 * The boundary of the class that the attacker's goal demands: the one to whichever other class is
 * ahead at the point, since it is not enough to beat the true class. A single backward pass.
 *
 * @param targets int64 {@code [n]}
 */
public record AtGoal(Tensor targets) implements Aim {
  @Override
  public Boundary from(GradientModel view, Tensor x, Tensor labels, Draws draws) {
    return Scope.tensors(
        () -> {
          LossGradient here =
              LossGradient.at(
                  view, x, logits -> new Margin().perSample(logits, targets).negated(), draws, 1);
          return Boundary.of(here.gradient(), here.losses());
        });
  }

  @Override
  public Aim rows(int... rows) {
    return new AtGoal(Layout.rows(targets, rows));
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    action.accept(targets);
  }
}
