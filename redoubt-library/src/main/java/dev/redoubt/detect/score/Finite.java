package dev.redoubt.detect.score;

import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;

/**
 * Scores that are always numbers. What overflows counts as {@value #MOST}: an input that drives a
 * layer beyond all bounds is suspicious, and must not slip through because nothing is greater than
 * NaN.
 */
final class Finite {
  static final double MOST = 1e30;

  private Finite() {}

  /** The same within ±{@value #MOST}. */
  static Tensor of(Tensor scores) {
    Tensor most = Tensors.full(MOST, scores.dtype(), 1).to(scores.device());
    Tensor known = Elementwise.where(Elementwise.isFinite(scores), scores, most);
    return Elementwise.clamp(known, -MOST, MOST);
  }
}
