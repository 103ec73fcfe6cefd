package dev.redoubt.attack.score;

import dev.redoubt.attack.query.Geometry;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Steps of a given length in the direction of steepest ascent of a running mean of the gradients.
 * The length is halved where the loss has not risen over a number of steps, down to a two-hundredth
 * (Ilyas et al. 2018, appendix A and the authors' code).
 */
final class MomentumSteps implements Steps {
  private static final double SHORTEST = 1 / 200.0;

  private final Geometry geometry;
  private final double momentum;
  private final int plateau;
  private final double least;
  private final double[] mean;
  private final Deque<Double> window = new ArrayDeque<>();
  private double length;

  /**
   * @param length of the first step
   * @param momentum share of the old mean, in [0, 1)
   * @param plateau of so many losses the last must not be below the first, at least 2
   */
  MomentumSteps(Geometry geometry, int features, double length, double momentum, int plateau) {
    this.geometry = geometry;
    this.length = length;
    this.momentum = momentum;
    this.plateau = plateau;
    least = length * SHORTEST;
    mean = new double[features];
  }

  @Override
  public void move(double[] gradient, double level, float[] point) {
    for (int i = 0; i < mean.length; i++) {
      mean[i] = momentum * mean[i] + (1 - momentum) * gradient[i];
      gradient[i] = mean[i];
    }
    anneal(level);
    geometry.steepest(gradient);
    for (int i = 0; i < point.length; i++) {
      point[i] += (float) (length * gradient[i]);
    }
  }

  private void anneal(double level) {
    window.add(level);
    if (window.size() == plateau) {
      if (level < window.element()) {
        length = Math.max(length / 2, least);
        window.clear();
      } else {
        window.remove();
      }
    }
  }
}
