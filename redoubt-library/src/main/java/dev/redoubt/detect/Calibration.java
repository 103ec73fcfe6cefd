package dev.redoubt.detect;

import dev.redoubt.BadInputException;
import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * Scores of clean samples that neither the classifier nor the detector has learnt from, and the
 * thresholds that follow from them.
 *
 * <p>The threshold for a false-positive rate α is the ⌈(n + 1)(1 - α)⌉-th smallest of the n scores.
 * A further clean sample, drawn like them, exceeds it with probability at most α, over the draw of
 * both (split conformal prediction, Vovk et al. 2005; Papadopoulos et al. 2002). For the sample at
 * hand the rate varies: if scores have no ties, that of the r-th smallest is distributed as {@code
 * Beta(n + 1 - r, r)}, whatever the distribution of the scores (Vovk 2012, proposition 2b), from
 * which the interval is taken. Ties make the true rate smaller, never larger.
 */
public final class Calibration {
  private static final double TAIL = 0.025;

  private final double[] sorted;

  /**
   * A calibration.
   *
   * @param scores one a sample, finite, in any order; at least 1
   */
  public Calibration(double[] scores) {
    if (scores.length == 0) {
      throw new BadInputException("a detector can't be calibrated without samples");
    }
    for (int i = 0; i < scores.length; i++) {
      if (!Double.isFinite(scores[i])) {
        throw new BadInputException(
            "the detector's score of calibration sample %d is %s, expected a finite number"
                .formatted(i, scores[i]));
      }
    }
    this.sorted = scores.clone();
    Arrays.sort(sorted);
  }

  /** The number of samples. */
  public int size() {
    return sorted.length;
  }

  /** The scores in ascending order. */
  public double[] scores() {
    return sorted.clone();
  }

  /**
   * The operating point of a false-positive rate.
   *
   * @throws BadInputException if the rate is not in (0, 1), or there are too few samples for it; it
   *     says how many are needed
   */
  public OperatingPoint at(double fpr) {
    if (!(fpr > 0 && fpr < 1)) {
      throw new BadInputException(
          "a false-positive rate lies between 0 and 1, such as 5%% or 0.05, but is %s"
              .formatted(fpr));
    }
    int n = sorted.length;
    int rank = rank(n, fpr);
    if (rank > n) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "a false-positive rate of %s can't be set with %,d calibration samples: at least %,d are needed",
              percent(fpr),
              n,
              needed(fpr)));
    }
    BetaDistribution rate = BetaDistribution.of(n + 1.0 - rank, rank);
    return new OperatingPoint(
        fpr,
        sorted[rank - 1],
        rate.inverseCumulativeProbability(TAIL),
        rate.inverseSurvivalProbability(TAIL));
  }

  private static String percent(double share) {
    String digits = String.format(Locale.ROOT, "%.6f", share * 100);
    return digits.replaceAll("\\.?0+$", "") + " %";
  }

  /** The rank of the threshold, free of the rounding that would turn 950.0000001 into 951. */
  private static int rank(int n, double fpr) {
    return (int) Math.max(1, Math.ceil((n + 1) * (1 - fpr) - 1e-9));
  }

  /** The fewest samples with which a false-positive rate can be set. */
  public static int needed(double fpr) {
    int n = (int) Math.max(1, Math.floor(1 / fpr) - 2);
    while (rank(n, fpr) > n) {
      n++;
    }
    return n;
  }
}
