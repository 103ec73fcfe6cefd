package dev.redoubt.attack.decision;

import dev.redoubt.attack.query.Geometry;
import dev.redoubt.attack.query.Ground;
import dev.redoubt.attack.query.Question;
import java.util.Optional;
import java.util.function.Function;

/**
 * Comes from a point that meets the goal to the decision boundary: the radius of the ball around
 * the clean point into which that point is pulled is halved until it is known to a tolerance. For
 * L2 this is a straight line, for Linf all values are cut off alike (Chen et al. 2020, algorithm
 * 1). The result meets the goal.
 */
final class Bisection implements Question<Boolean> {
  /** The least share of the box's width that float32 tells apart with some room. */
  private static final double FINEST = 0x1p-21;

  private final Ground ground;
  private final Geometry geometry;
  private final float[] far;
  private final double tolerance;
  private final Function<float[], Question<Boolean>> then;
  private final float[] reached;
  private double low;
  private double high;

  /**
   * @param far a point that meets the goal
   * @param share of its distance to which the boundary is to be known
   * @param then what follows, from the point at the boundary
   */
  private Bisection(
      Ground ground,
      Geometry geometry,
      float[] far,
      double share,
      Function<float[], Question<Boolean>> then) {
    this.ground = ground;
    this.geometry = geometry;
    this.far = far;
    this.then = then;
    reached = far.clone();
    high = geometry.distance(ground.clean(), far, 0);
    tolerance = Math.max(share * high, FINEST * ground.width());
  }

  /** The bisection, or what follows it where the point is within the tolerance already. */
  static Question<Boolean> from(
      Ground ground,
      Geometry geometry,
      float[] far,
      double share,
      Function<float[], Question<Boolean>> then) {
    Bisection bisection = new Bisection(ground, geometry, far, share, then);
    return bisection.open() ? bisection : then.apply(far);
  }

  private boolean open() {
    return high - low > tolerance;
  }

  @Override
  public int points() {
    return 1;
  }

  @Override
  public void write(float[] target, int offset) {
    System.arraycopy(far, 0, target, offset, far.length);
    geometry.pull(ground.clean(), target, offset, (low + high) / 2);
  }

  @Override
  public void answered(Boolean answer, float[] points, int offset) {
    double middle = (low + high) / 2;
    if (answer) {
      high = middle;
      System.arraycopy(points, offset, reached, 0, reached.length);
    } else {
      low = middle;
    }
  }

  @Override
  public Optional<Question<Boolean>> next() {
    return Optional.of(open() ? this : then.apply(reached));
  }
}
