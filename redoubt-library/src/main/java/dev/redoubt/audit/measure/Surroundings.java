package dev.redoubt.audit.measure;

import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.ThreatModel;

/** Random points around one sample that an attacker may go to. */
record Surroundings(ThreatModel threat, InputDomain domain) {
  /** What rounding may add to a distance, or to a bound. */
  private static final double TOLERANCE = 1e-6;

  /**
   * Points drawn from a smaller ball.
   *
   * @param clean one row
   * @param share of the budget, in (0, 1]
   * @param draws of the row
   * @return {@code [number, ...]}
   */
  Tensor inside(Tensor clean, double share, int number, Draws draws) {
    double radius = share * threat.epsilon();
    Tensor centers = Layout.copies(clean, number);
    Tensor noise = threat.norm().random(centers, radius, draws.copies(number));
    return threat.norm().ball(centers, radius, domain).project(centers.plus(noise));
  }

  /** Points of a smaller ball that are as far out as they can be in random directions. */
  Tensor outermost(Tensor clean, double share, int number, Draws draws) {
    Tensor centers = Layout.copies(clean, number);
    Tensor directions = draws.copies(number).gaussianLike(centers);
    double radius = share * threat.epsilon();
    return threat.norm().ball(centers, radius, domain).ascendFully(directions);
  }

  /** Whether an attacker may go from a sample to a point; one row each. */
  boolean holds(Tensor clean, Tensor point) {
    double distance =
        threat.norm().distance(point.to(DType.FLOAT64), clean.to(DType.FLOAT64)).item();
    for (double value : point.doubles()) {
      if (!(value >= domain.low() - TOLERANCE && value <= domain.high() + TOLERANCE)) {
        return false;
      }
    }
    return distance <= threat.epsilon() + TOLERANCE;
  }
}
