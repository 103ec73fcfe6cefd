package dev.redoubt.attack.decision;

import dev.redoubt.attack.query.Question;
import java.util.Optional;
import java.util.function.Function;

/**
 * Estimates the normal of the decision boundary at a point of it from the side on which points
 * around it lie (Chen et al. 2020, equations 12 and 16): {@code Σ (φ_b - φ̄)·u_b}, where φ is 1
 * where the goal is met, else -1, and u is how the point came to lie once it was clamped to the
 * box. If all lie on one side, {@code ±Σ u_b}. It points to where the goal is met.
 */
final class Probes implements Question<Boolean> {
  private final float[] center;
  private final Directions directions;
  private final double length;
  private final int count;
  private final Function<double[], Question<Boolean>> then;
  private final double[] all;
  private final double[] met;
  private int hits;

  /**
   * @param center a point of the boundary
   * @param length what directions are multiplied with
   * @param count how many probes, at least 1
   * @param then what follows, from the normal, of any length
   */
  Probes(
      float[] center,
      Directions directions,
      double length,
      int count,
      Function<double[], Question<Boolean>> then) {
    this.center = center;
    this.directions = directions;
    this.length = length;
    this.count = count;
    this.then = then;
    all = new double[center.length];
    met = new double[center.length];
  }

  @Override
  public int points() {
    return count;
  }

  @Override
  public void write(float[] target, int offset) {
    directions.draw(target, offset);
    for (int i = 0; i < center.length; i++) {
      target[offset + i] = (float) (center[i] + length * target[offset + i]);
    }
  }

  @Override
  public void answered(Boolean answer, float[] points, int offset) {
    for (int i = 0; i < center.length; i++) {
      double move = (double) points[offset + i] - center[i];
      all[i] += move;
      if (answer) {
        met[i] += move;
      }
    }
    hits += answer ? 1 : 0;
  }

  @Override
  public Optional<Question<Boolean>> next() {
    double[] normal = new double[all.length];
    double share = hits / (double) count;
    for (int i = 0; i < normal.length; i++) {
      // Half of the sum over φ: met points count 1 - φ̄, the others -1 - φ̄.
      normal[i] = hits == 0 ? -all[i] : hits == count ? all[i] : met[i] - share * all[i];
    }
    return Optional.of(then.apply(normal));
  }
}
