package dev.redoubt.attack.fab;

import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A decision boundary as it looks from one point x of each row: the hyperplane {@code {v :
 * normal·(v - x) + gap = 0}}, on which two classes have the same logit to first order.
 *
 * @param normal the gradient at x of the logit that is to win minus the other, {@code [n,
 *     features]}
 * @param gap that difference at x, {@code [n]}: negative until it wins
 */
record Boundary(Tensor normal, Tensor gap) implements TensorGroup {
  /**
   * From a gradient of any shape. Where logits or gradients are not finite there is no boundary to
   * go to: the normal is zero.
   */
  static Boundary of(Tensor gradient, Tensor gap) {
    Tensor normal = Layout.flatten(gradient);
    Tensor sums = Reductions.sum(normal, 1).plus(gap);
    if (Arrays.stream(sums.doubles()).allMatch(Double::isFinite)) {
      return new Boundary(normal, gap);
    }
    Tensor sound = Elementwise.isFinite(sums);
    return new Boundary(
        Elementwise.where(Layout.reshape(sound, -1, 1), normal, Tensors.zerosLike(normal)),
        Elementwise.where(sound, gap, Tensors.zerosLike(gap)));
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    action.accept(normal);
    action.accept(gap);
  }
}
