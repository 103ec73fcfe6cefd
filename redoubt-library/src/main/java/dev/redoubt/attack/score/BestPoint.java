package dev.redoubt.attack.score;

import dev.redoubt.attack.query.Best;

/**
 * The best of all feasible points asked about: one that meets the goal before one that does not,
 * and then the one with the larger loss. The first sure success ends the search, and so does a
 * clean point of a deterministic model that meets the goal.
 */
final class BestPoint extends Best<Scored> {
  private final Feasible feasible;
  private final boolean random;
  private double rise = Double.NEGATIVE_INFINITY;
  private boolean met;

  /** Whether the point at an offset may be proposed. */
  @FunctionalInterface
  interface Feasible {
    boolean holds(float[] points, int offset);
  }

  /**
   * @param random whether the model is
   */
  BestPoint(float[] clean, Feasible feasible, boolean random) {
    super(clean);
    this.feasible = feasible;
    this.random = random;
  }

  @Override
  protected boolean begin(Scored answer) {
    rise = answer.rise();
    met = answer.met() && !random;
    return met;
  }

  @Override
  protected boolean take(Scored answer, float[] points, int offset, int queries) {
    boolean better = answer.met() == met ? answer.rise() > rise : answer.met();
    if ((better || answer.sure()) && feasible.holds(points, offset)) {
      rise = answer.rise();
      met = answer.met();
      keep(points, offset, queries);
      return answer.sure();
    }
    return false;
  }

  @Override
  protected boolean met() {
    return met;
  }
}
