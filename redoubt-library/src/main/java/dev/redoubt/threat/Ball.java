package dev.redoubt.threat;

import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;

/**
 * The feasible set of a batch: for each sample, the points of the input domain within epsilon of
 * its clean value.
 */
public interface Ball extends TensorGroup {
  /**
   * A feasible point near {@code x}: the nearest for Linf, L1 and L0; for L2 the nearest point of
   * the ball, then of the box, as all reference implementations do (feasible, and at most √2 times
   * as far as the nearest).
   */
  Tensor project(Tensor x);

  /**
   * A feasible point after a step of length {@code size} from {@code x} in a direction of ascent.
   *
   * @param gradient of the loss that is to rise, at {@code x}
   */
  Tensor ascend(Tensor x, Tensor gradient, double size);

  /**
   * Which features a gradient, by its signs, only pushes against their bounds at a feasible {@code
   * x}. Where the ball as a whole ends holds up none, but for Linf, whose ball has a bound for
   * each.
   *
   * @return booleans of the shape of {@code x}
   */
  Tensor blocked(Tensor x, Tensor gradient);

  /** The feasible point that a linear loss with this gradient rises most at; see each norm. */
  Tensor ascendFully(Tensor gradient);

  /**
   * How far from its clean value a point may lie, in the norm: epsilon, less what rounding to
   * float32 needs.
   */
  double radius();

  /** The feasible set of some of the samples. */
  Ball rows(int... rows);
}
