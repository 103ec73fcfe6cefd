package dev.redoubt.attack.score;

import dev.redoubt.attack.query.Geometry;
import dev.redoubt.attack.query.Ground;
import dev.redoubt.data.Batch;
import dev.redoubt.model.LabelModel;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.ThreatModel;

/**
 * The points that the attacker may propose.
 *
 * @param geometry of the threat's norm
 * @param radius how far points may be moved
 */
record Reach(Geometry geometry, double radius) {
  /** What float32 may add to a distance. */
  private static final double ROUNDING = 5e-7;

  static Reach of(LabelModel view, Batch batch, ThreatModel threat) {
    InputDomain domain = InputDomain.of(view.input());
    double radius = threat.norm().ball(batch.inputs(), threat.epsilon(), domain).radius();
    return new Reach(Geometry.of(threat.norm()), radius);
  }

  /** Moves a point into ball and box. */
  void pull(Ground ground, float[] point) {
    geometry.pull(ground.clean(), point, 0, radius);
    for (int i = 0; i < point.length; i++) {
      point[i] = ground.clamped(point[i]);
    }
  }

  /** Whether a point lies in the ball, up to rounding. */
  boolean holds(float[] clean, float[] points, int offset) {
    return geometry.distance(clean, points, offset) <= radius + ROUNDING;
  }
}
