package dev.redoubt.attack.boundary;

import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;

/** Which decision boundary a search makes for. */
public interface Aim extends TensorGroup {
  /**
   * Linearises it, from one forward pass.
   *
   * @param x one point a row, {@code [n, ...]}
   * @param labels true labels, int64 {@code [n]}
   */
  Boundary from(GradientModel view, Tensor x, Tensor labels, Draws draws);

  /** The aim of some of the rows. */
  Aim rows(int... rows);
}
