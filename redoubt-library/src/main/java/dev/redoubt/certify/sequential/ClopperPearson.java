package dev.redoubt.certify.sequential;

import dev.redoubt.BadInputException;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * Exact bounds for the probability of a yes, from a count of yeses (Clopper and Pearson 1934).
 *
 * @param low lower end
 * @param high upper end
 */
public record ClopperPearson(double low, double high) {
  /**
   * The two-sided interval: it misses the probability with at most {@code alpha}; (NaN, NaN) if
   * nothing was counted.
   */
  public static ClopperPearson interval(int successes, int n, double alpha) {
    return n == 0
        ? new ClopperPearson(Double.NaN, Double.NaN)
        : new ClopperPearson(lower(successes, n, alpha / 2), upper(successes, n, alpha / 2));
  }

  /**
   * The one-sided lower bound: the p at which so many successes or more have probability {@code
   * alpha}. Without successes it is 0, without failures {@code alpha^(1/n)} (Cohen et al. 2019,
   * {@code LowerConfBound} in section 3.2.2).
   *
   * @param successes in {@code [0, n]}
   * @param n at least 1
   * @param alpha in (0, 1)
   */
  public static double lower(int successes, int n, double alpha) {
    check(successes, n, alpha);
    if (successes == 0) {
      return 0;
    }
    return successes == n
        ? Math.pow(alpha, 1.0 / n)
        : BetaDistribution.of(successes, n - successes + 1.0).inverseCumulativeProbability(alpha);
  }

  /** The one-sided upper bound. */
  public static double upper(int successes, int n, double alpha) {
    return 1 - lower(n - successes, n, alpha);
  }

  private static void check(int successes, int n, double alpha) {
    if (n < 1 || successes < 0 || successes > n) {
      throw new IllegalArgumentException(successes + " successes of " + n);
    }
    if (!(alpha > 0 && alpha < 1)) {
      throw new BadInputException("alpha must lie between 0 and 1, not be " + alpha);
    }
  }
}
