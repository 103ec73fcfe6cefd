package dev.redoubt.attack.query;

import java.util.Optional;

/**
 * What the search of one row wants to know next. The loop has all its points written, in their
 * order but maybe over several passes, and hands the answers back in the same order; then it asks
 * for the next question. If the row's budget ends before, nothing more is said.
 *
 * <p>A question may change itself and be its own successor.
 *
 * @param <A> what is answered about a point
 */
public interface Question<A> {
  /** How many points it is about, at least 1. */
  int points();

  /**
   * Writes the next of its points. The loop clamps them to the box of inputs.
   *
   * @param target all values of the point go to {@code target[offset ...]}, whatever is there
   */
  void write(float[] target, int offset);

  /**
   * Is told the answer about the next of its points.
   *
   * @param points the point as it was asked about, from {@code offset} on; only good for now
   */
  void answered(A answer, float[] points, int offset);

  /** What to ask now that all is answered; empty if the search is at its end. */
  Optional<Question<A>> next();
}
