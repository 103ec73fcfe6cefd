package dev.redoubt.attack.score;

import dev.redoubt.attack.query.Geometry;

/**
 * Adam (Kingma and Ba 2015) with the usual constants, uphill. In L2 all values share one second
 * moment: with one each, Adam's steps are nearly signs, whose direction gains only four fifths of
 * what the gradient's does.
 */
final class AdamSteps implements Steps {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;

  /** Usually 1e-8, but cross-entropies of sure models have smaller gradients. */
  private static final double EPSILON = 1e-150;

  private final Geometry geometry;
  private final double rate;
  private final double[] mean;
  private final double[] square;
  private int taken;

  AdamSteps(Geometry geometry, int features, double rate) {
    this.geometry = geometry;
    this.rate = rate;
    mean = new double[features];
    square = new double[features];
  }

  @Override
  public void move(double[] gradient, double level, float[] point) {
    taken++;
    double meanScale = 1 / (1 - Math.pow(BETA1, taken));
    double squareScale = 1 / (1 - Math.pow(BETA2, taken));
    for (int i = 0; i < point.length; i++) {
      mean[i] = BETA1 * mean[i] + (1 - BETA1) * gradient[i];
      gradient[i] *= gradient[i];
    }
    geometry.pool(gradient);
    for (int i = 0; i < point.length; i++) {
      square[i] = BETA2 * square[i] + (1 - BETA2) * gradient[i];
      point[i] +=
          (float) (rate * meanScale * mean[i] / (Math.sqrt(squareScale * square[i]) + EPSILON));
    }
  }
}
