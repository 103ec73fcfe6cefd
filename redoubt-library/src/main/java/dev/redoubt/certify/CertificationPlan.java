package dev.redoubt.certify;

import dev.redoubt.BadInputException;
import dev.redoubt.certify.sequential.Procedure;
import dev.redoubt.certify.sequential.SequentialTest;
import dev.redoubt.certify.smoothing.Smoothing;
import java.util.List;

/**
 * What is to be proven, and by which statistics.
 *
 * @param smoothing the random change of inputs
 * @param procedure the test
 * @param radii on a grid or full
 * @param alpha the probability that one certificate is false, in (0, ½)
 * @param n draws an input at most, those of the selection aside
 * @param protocol whether the label is tested, or a class that is selected first
 * @param seed keys all draws
 */
public record CertificationPlan(
    Smoothing smoothing,
    Procedure procedure,
    Radii radii,
    double alpha,
    int n,
    Protocol protocol,
    long seed) {
  /** The most draws an input that have streams of their own. */
  static final int MOST_DRAWS = 1 << 22;

  /** Checks. */
  public CertificationPlan {
    if (n > MOST_DRAWS) {
      throw new BadInputException("n must be at most %,d, not %,d".formatted(MOST_DRAWS, n));
    }
  }

  /** Which class is tested. */
  public sealed interface Protocol {
    /**
     * The label: what evaluations on labelled data want to know is whether the right class is safe,
     * and that takes no selection.
     */
    record Labelled() implements Protocol {}

    /**
     * The class that comes first in {@code n0} draws of their own, as in deployment, where nobody
     * knows the label (Cohen et al. 2019, section 3.2.2). They are never used again.
     *
     * @param n0 at least 1
     */
    record Deployment(int n0) implements Protocol {
      /** Checks. */
      public Deployment {
        if (n0 < 1 || n0 > MOST_DRAWS) {
          throw new BadInputException(
              "n0 must lie between 1 and %,d, not be %,d".formatted(MOST_DRAWS, n0));
        }
      }
    }

    /** Draws before the test. */
    default int selection() {
      return this instanceof Deployment deployment ? deployment.n0() : 0;
    }
  }

  /**
   * The test of this plan.
   *
   * @throws BadInputException if it can't be made, or could not prove even the smallest radius
   */
  public SequentialTest test() {
    if (radii instanceof Radii.Full full) {
      return procedure.full(
          alpha, n, smoothing::radius, full.width(), smoothing.probability(full.upTo()));
    }
    return procedure.grid(grid().thresholds(smoothing), alpha, n);
  }

  private Radii.Grid grid() {
    return (Radii.Grid) radii;
  }

  /** Turns proven probabilities into radii. */
  Reading reading() {
    if (radii instanceof Radii.Full || procedure == Procedure.FIXED) {
      return new Reading(List.of(), List.of(), firstThreshold(), smoothing);
    }
    return new Reading(grid().values(), grid().thresholds(smoothing), firstThreshold(), smoothing);
  }

  /** The probability that has to be exceeded for the smallest radius. */
  double firstThreshold() {
    return radii instanceof Radii.Grid grid ? grid.thresholds(smoothing).get(0) : 0.5;
  }

  /**
   * From a proven probability to a radius: on a grid the largest one whose threshold is proven, so
   * that no rounding comes between; else that of the smoothing.
   *
   * @param first the probability that has to be exceeded for the smallest radius
   */
  record Reading(List<Double> values, List<Double> thresholds, double first, Smoothing smoothing) {
    /** Whether anything is certified: on a grid, the smallest radius. */
    boolean certifies(double proven) {
      return proven >= (thresholds.isEmpty() ? 0.5 : thresholds.get(0));
    }

    double radius(double proven) {
      if (values.isEmpty()) {
        return smoothing.radius(proven);
      }
      double radius = 0;
      for (int i = 0; i < values.size() && thresholds.get(i) <= proven; i++) {
        radius = values.get(i);
      }
      return radius;
    }
  }
}
