package dev.redoubt.attack.boundary;

import dev.redoubt.attack.LossGradient;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.function.Consumer;

/**
 * The boundary between the true class and one other: a single backward pass.
 *
 * @param classes the other class, int64 {@code [n]}; where it is the true one there is no boundary
 */
public record AtClass(Tensor classes) implements Aim {
  @Override
  public Boundary from(GradientModel view, Tensor x, Tensor labels, Draws draws) {
    return Scope.tensors(
        () -> {
          LossGradient here =
              LossGradient.at(
                  view,
                  x,
                  logits -> Layout.pick(logits, classes).minus(Layout.pick(logits, labels)),
                  draws,
                  1);
          return Boundary.of(here.gradient(), here.losses());
        });
  }

  @Override
  public Aim rows(int... rows) {
    return new AtClass(Layout.rows(classes, rows));
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    action.accept(classes);
  }
}
