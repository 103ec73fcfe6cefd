package dev.redoubt.model;

import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;

/**
 * A classifier that gives gradients with respect to its input: all that a white-box attack needs.
 */
public interface GradientModel extends ScoreModel {
  @Override
  default boolean isShared() {
    return true;
  }

  /** The logits {@code [n, classes]} as recorded on the tape that leads back to {@code x}. */
  Tensor logitsOnTape(Tensor x, Draws draws);

  /**
   * The derivative of something computed from {@link #logitsOnTape} at {@code x}; zero where there
   * is no path. Attacks take all their gradients here, so that a view of a model can count them.
   *
   * @param value a scalar
   * @param x the leaf that the logits were computed at
   */
  default Tensor gradient(Tensor value, Tensor x) {
    return Autograd.grad(value, x);
  }

  /**
   * The same as {@link #gradient}, for one of several values computed from the same logits: the
   * tape stays. Each call is a backward pass.
   */
  default Tensor gradientKeepingTape(Tensor value, Tensor x) {
    return Autograd.gradKeepingTape(value, x);
  }
}
