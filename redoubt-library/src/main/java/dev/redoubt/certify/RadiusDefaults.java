package dev.redoubt.certify;

import dev.redoubt.certify.smoothing.Smoothing;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Radii for those who ask for none: what probabilities of half a deviation and its multiples give.
 */
public final class RadiusDefaults {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
  private static final int MOST = 5;

  private RadiusDefaults() {}

  /** Up to five rising radii; under Gaussian noise σ/2, σ, … 2.5σ. */
  public static List<Double> grid(Smoothing smoothing) {
    List<Double> radii =
        IntStream.rangeClosed(1, MOST)
            .mapToObj(half -> radius(smoothing, half / 2.0))
            .filter(radius -> radius > 0)
            .distinct()
            .toList();
    return radii.isEmpty() ? List.of(0.0) : radii;
  }

  /** A radius that is hardly worth its draws to exceed; under Gaussian noise 3σ. */
  public static double upTo(Smoothing smoothing) {
    return Math.max(radius(smoothing, 3), Double.MIN_NORMAL);
  }

  /** With three digits, and never beyond the reach of the probability. */
  private static double radius(Smoothing smoothing, double deviations) {
    double exact = smoothing.radius(NORMAL.cumulativeProbability(deviations));
    return new BigDecimal(exact).round(new MathContext(3)).doubleValue();
  }
}
