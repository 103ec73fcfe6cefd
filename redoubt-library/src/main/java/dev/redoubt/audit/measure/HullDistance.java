package dev.redoubt.audit.measure;

/**
 * The point of the convex hull of some points that is nearest to the origin, by exchanging weight
 * between two points at a time (Mitchell, Demyanov and Malozemov 1974). Points are given by their
 * inner products alone.
 */
final class HullDistance {
  /** How near to the largest margin is near enough, as a share of it. */
  private static final double TOLERANCE = 1e-3;

  /** A squared distance that rounding can make of zero, as a share of the largest square. */
  private static final double ROUNDING = 1e-10;

  private static final int STEPS_PER_POINT = 200;

  private final double[] gram;
  private final int points;
  private final double[] weights;

  /** Inner products of each point with the nearest one. */
  private final double[] products;

  private HullDistance(double[] gram, int points) {
    this.gram = gram;
    this.points = points;
    this.weights = new double[points];
    this.products = new double[points];
    int shortest = 0;
    for (int i = 1; i < points; i++) {
      shortest = at(i, i) < at(shortest, shortest) ? i : shortest;
    }
    weights[shortest] = 1;
    for (int i = 0; i < points; i++) {
      products[i] = at(i, shortest);
    }
  }

  /**
   * The nearest point.
   *
   * @param gram inner products of all pairs, {@code points · points} in row-major order
   * @param points at least 1
   */
  static HullDistance of(double[] gram, int points) {
    HullDistance search = new HullDistance(gram, points);
    search.run();
    return search;
  }

  /** What it is made of: a share of each point, together 1. */
  double[] weights() {
    return weights.clone();
  }

  /** The least inner product of a point with the nearest one: positive if a plane is between. */
  double margin() {
    return products[least()];
  }

  /** The largest inner product of a point with the nearest one. */
  double reach() {
    double reach = products[0];
    for (double product : products) {
      reach = Math.max(reach, product);
    }
    return reach;
  }

  /** Whether the hull is away from the origin. */
  boolean isAway() {
    double largest = 0;
    for (int i = 0; i < points; i++) {
      largest = Math.max(largest, at(i, i));
    }
    return margin() > ROUNDING * largest;
  }

  private double at(int i, int j) {
    return gram[i * points + j];
  }

  private void run() {
    for (int step = 0; step < STEPS_PER_POINT * points; step++) {
      int near = least();
      int far = mostOfUsed();
      if (products[near] >= (1 - TOLERANCE) * square()) {
        return;
      }
      exchange(near, far);
    }
  }

  /** The squared distance of the point so far. */
  private double square() {
    double square = 0;
    for (int i = 0; i < points; i++) {
      square += weights[i] * products[i];
    }
    return square;
  }

  private void exchange(int near, int far) {
    double curvature = at(near, near) + at(far, far) - 2 * at(near, far);
    double best = (products[far] - products[near]) / curvature; // infinite for equal points
    double moved = Math.min(weights[far], best);
    weights[near] += moved;
    weights[far] -= moved;
    for (int i = 0; i < points; i++) {
      products[i] += moved * (at(i, near) - at(i, far));
    }
  }

  private int least() {
    int least = 0;
    for (int i = 1; i < points; i++) {
      least = products[i] < products[least] ? i : least;
    }
    return least;
  }

  private int mostOfUsed() {
    int most = -1;
    for (int i = 0; i < points; i++) {
      most = weights[i] > 0 && (most < 0 || products[i] > products[most]) ? i : most;
    }
    return most;
  }
}
