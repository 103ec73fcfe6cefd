package dev.redoubt.evaluate;

/**
 * The 95 % score interval for a share (Wilson 1927): it stays inside [0, 1] and does not shrink to
 * nothing at 0 or 1, as the normal interval does.
 *
 * @param low lower end, in [0, 1]
 * @param high upper end, in [0, 1]
 */
public record WilsonInterval(double low, double high) {
  /** The 97.5 % quantile of the standard normal distribution. */
  private static final double Z = 1.959963984540054;

  /**
   * The interval for a share of {@code share} measured on {@code n} samples; (NaN, NaN) if nothing
   * was measured.
   */
  public static WilsonInterval of(double share, int n) {
    if (n <= 0 || Double.isNaN(share)) {
      return new WilsonInterval(Double.NaN, Double.NaN);
    }
    double z2 = Z * Z / n;
    double centre = (share + z2 / 2) / (1 + z2);
    double half = Z / (1 + z2) * Math.sqrt(share * (1 - share) / n + z2 / (4.0 * n));
    return new WilsonInterval(Math.max(0, centre - half), Math.min(1, centre + half));
  }
}
