package dev.redoubt.attack.decision;

import dev.redoubt.attack.query.Best;
import dev.redoubt.attack.query.Geometry;

/**
 * The nearest of all points asked about that met the goal. On a deterministic model a row whose
 * clean point meets the goal is at its end, and so is one with a point that is near enough; a
 * single answer of a random model is no reason to end.
 */
final class NearestPoint extends Best<Boolean> {
  private final float[] clean;
  private final Geometry geometry;
  private final double enough;
  private final boolean random;
  private double distance = Double.POSITIVE_INFINITY;

  /**
   * @param enough distance at which the search ends
   * @param random whether the model is
   */
  NearestPoint(float[] clean, Geometry geometry, double enough, boolean random) {
    super(clean);
    this.clean = clean;
    this.geometry = geometry;
    this.enough = enough;
    this.random = random;
  }

  @Override
  protected boolean begin(Boolean answer) {
    if (answer && !random) {
      distance = 0;
      keep(clean, 0, 0);
      return true;
    }
    return false;
  }

  @Override
  protected boolean take(Boolean answer, float[] points, int offset, int queries) {
    if (answer) {
      double far = geometry.distance(clean, points, offset);
      if (far < distance) {
        distance = far;
        keep(points, offset, queries);
      }
    }
    return !random && distance <= enough;
  }

  @Override
  protected boolean met() {
    return distance < Double.POSITIVE_INFINITY;
  }
}
