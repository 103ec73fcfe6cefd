package dev.redoubt.evaluate;

import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.Norm;

/**
 * What attackers may submit: points near to their samples and in the range of inputs, up to
 * rounding.
 *
 * @param norm of distances
 * @param limit the largest distance; may be infinite
 * @param domain the range of all values
 */
public record Allowed(Norm norm, double limit, InputDomain domain) {
  /** Room for rounding in distances and bounds. */
  static final double TOLERANCE = 1e-6;

  /**
   * Measures candidates in fp64.
   *
   * @param samples {@code [n, ...]}
   * @param candidates of the same shape
   * @return the distance of each row; NaN where it may not be submitted
   */
  public double[] distances(Tensor samples, Tensor candidates) {
    return Scope.value(
        () -> {
          Tensor exact = candidates.to(DType.FLOAT64);
          double[] distances = norm.distance(exact, samples.to(DType.FLOAT64)).doubles();
          Tensor outside = Elementwise.abs(exact.minus(domain.clamp(exact)));
          double[] beyond = Reductions.maxPerSample(outside).doubles();
          for (int row = 0; row < distances.length; row++) {
            boolean may = distances[row] <= limit + TOLERANCE && beyond[row] <= TOLERANCE;
            distances[row] = may ? distances[row] : Double.NaN;
          }
          return distances;
        });
  }
}
