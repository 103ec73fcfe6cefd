package dev.redoubt.attack.minimum.penalty;

import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;

/**
 * Points on their way down {@code distance + c·hinge}, a row each by itself. How distance is
 * measured, in which variables, and how steps are taken, each attack says.
 */
interface Descent extends TensorGroup {
  /** Where the rows are: points of the input domain, {@code [n, ...]}. */
  Tensor points();

  /** The first addend at these points, {@code [n]}. */
  Tensor cost();

  /**
   * One step down.
   *
   * @param number 0, 1, …
   * @param gradient of the second addend at {@link #points}
   */
  Descent step(int number, Tensor gradient);

  /** Some of the rows. */
  Descent rows(int... rows);
}
