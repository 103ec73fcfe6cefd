package dev.redoubt.audit;

/** When witnesses alone refute a claim, whatever else is known. */
public final class Refutation {
  /** The chance that a true claim is refuted. */
  static final double MISSED = .01;

  private Refutation() {}

  /** The most robust accuracy that is plausible with 99 % confidence. */
  public static double most(int robust, int n) {
    return Share.upper(robust, n, MISSED);
  }

  /**
   * Whether a claim is refuted.
   *
   * @param claim in [0, 1]
   * @param robust samples that have no witness, of {@code n}
   */
  public static boolean of(double claim, int robust, int n) {
    return most(robust, n) < claim;
  }
}
