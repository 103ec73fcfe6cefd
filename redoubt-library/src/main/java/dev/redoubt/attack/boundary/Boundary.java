package dev.redoubt.attack.boundary;

import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import java.util.function.Consumer;

/**
 * A decision boundary as it looks from one point x of each row: the hyperplane {@code {v :
 * normal·(v - x) + gap = 0}}, on which two classes have the same logit to first order.
 *
 * @param normal the gradient at x of the logit that is to win minus the other, {@code [n,
 *     features]}
 * @param gap that difference at x, {@code [n]}: negative until it wins
 */
public record Boundary(Tensor normal, Tensor gap) implements TensorGroup {
  /** From a gradient of any shape. */
  public static Boundary of(Tensor gradient, Tensor gap) {
    return new Boundary(Layout.flatten(gradient), gap);
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    action.accept(normal);
    action.accept(gap);
  }
}
