package dev.redoubt.threat;

import dev.redoubt.tensor.Comparison;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Tensor;

/** Features at their bounds. */
final class Bounds {
  private Bounds() {}

  /**
   * Which features a gradient pushes against a bound.
   *
   * @param up how far each may still rise
   * @param down how far each may still fall
   * @param least no more than this is no room
   */
  static Tensor blocked(Tensor gradient, Tensor up, Tensor down, double least) {
    Tensor rising = Elementwise.greater(gradient, 0);
    Tensor falling = Comparison.less(gradient, 0);
    return Comparison.or(
        Comparison.and(rising, Comparison.not(Elementwise.greater(up, least))),
        Comparison.and(falling, Comparison.not(Elementwise.greater(down, least))));
  }
}
