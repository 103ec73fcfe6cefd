package dev.redoubt.purify.trial;

import dev.redoubt.evaluate.WilsonInterval;
import java.util.Arrays;

/**
 * A share of all samples with its 95 % interval.
 *
 * @param value in [0, 1]
 * @param low lower end, in [0, 1]
 * @param high upper end, in [0, 1]
 */
public record Estimate(double value, double low, double high) {
  private static final double Z = 1.959963984540054;

  /** The usual least number on each side for an interval by standard errors. */
  private static final int LEAST = 5;

  /** Of samples that are right or not (Wilson 1927). */
  static Estimate share(long right, int samples) {
    double share = right / (double) samples;
    WilsonInterval interval = WilsonInterval.of(share, samples);
    return new Estimate(share, interval.low(), interval.high());
  }

  /**
   * Of samples that are right with a chance each: the mean, give or take 1.96 standard errors over
   * the samples, which hold what the votes add to the spread. Where that can't be relied on, since
   * all chances are 0 or 1 or they add up to fewer than {@value #LEAST} samples right or wrong, the
   * interval is that of {@link #share}: it is wide enough for any chances.
   */
  static Estimate mean(double[] chances) {
    int n = chances.length;
    double mean = Arrays.stream(chances).average().orElse(Double.NaN);
    boolean certain = Arrays.stream(chances).allMatch(c -> c == 0 || c == 1);
    if (certain || n * Math.min(mean, 1 - mean) < LEAST) {
      WilsonInterval interval = WilsonInterval.of(mean, n);
      return new Estimate(mean, interval.low(), interval.high());
    }
    double squares = Arrays.stream(chances).map(c -> (c - mean) * (c - mean)).sum();
    double half = Z * Math.sqrt(squares / (n - 1) / n);
    return new Estimate(mean, Math.max(0, mean - half), Math.min(1, mean + half));
  }
}
