package dev.redoubt.audit;

import dev.redoubt.certify.sequential.ClopperPearson;

/**
 * A share of samples with its two-sided 95 % interval (Clopper and Pearson 1934: exact, never too
 * narrow).
 *
 * @param estimate {@code some / n}
 * @param low lower end, in [0, 1]
 * @param high upper end, in [0, 1]
 */
public record Share(double estimate, double low, double high) {
  private static final double TAIL = .025;

  /** The share of some among n samples; n at least 1. */
  public static Share of(int some, int n) {
    return new Share((double) some / n, lower(some, n, TAIL), upper(some, n, TAIL));
  }

  /** The one-sided lower bound that is missed with probability alpha. */
  public static double lower(int some, int n, double alpha) {
    return ClopperPearson.lower(some, n, alpha);
  }

  /** The one-sided upper bound that is missed with probability alpha. */
  public static double upper(int some, int n, double alpha) {
    return 1 - ClopperPearson.lower(n - some, n, alpha);
  }
}
