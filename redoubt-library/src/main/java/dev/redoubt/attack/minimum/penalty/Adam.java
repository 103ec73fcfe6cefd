package dev.redoubt.attack.minimum.penalty;

import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import dev.redoubt.tensor.Tensors;
import java.util.function.Consumer;

/**
 * Adam (Kingma and Ba 2015, algorithm 1) on variables of which each row has its own state, so that
 * rows can leave.
 *
 * @param mean m, the running mean of the gradients, {@code [n, ...]}
 * @param square v, that of their squares
 */
record Adam(Tensor mean, Tensor square) implements TensorGroup {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  /** Before the first step. */
  static Adam over(Tensor variables) {
    return new Adam(Tensors.zerosLike(variables), Tensors.zerosLike(variables));
  }

  /** Takes in a gradient. */
  Adam with(Tensor gradient) {
    return new Adam(
        mean.times(BETA1).plus(1 - BETA1, gradient),
        square.times(BETA2).plus(1 - BETA2, gradient.times(gradient)));
  }

  /**
   * The step after so many gradients, at a rate of 1: to be subtracted.
   *
   * @param count how many have been taken in, at least 1
   */
  Tensor step(int count) {
    double unbiased = 1 / (1 - Math.pow(BETA1, count));
    double root = 1 / Math.sqrt(1 - Math.pow(BETA2, count));
    return mean.times(unbiased).dividedBy(Elementwise.sqrt(square).times(root).plus(EPSILON));
  }

  Adam rows(int... rows) {
    return new Adam(Layout.rows(mean, rows), Layout.rows(square, rows));
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    action.accept(mean);
    action.accept(square);
  }
}
