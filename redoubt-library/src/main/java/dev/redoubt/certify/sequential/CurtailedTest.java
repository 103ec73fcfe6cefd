package dev.redoubt.certify.sequential;

import java.util.List;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * The test of Cohen et al. with a fixed number n of draws, stopped as soon as its outcome is
 * certain. A threshold p* is proven by {@code K* = min{k : lower(k, n, alpha) ≥ p*}} successes of n
 * ({@link ClopperPearson#lower}). It can be proven as soon as there are so many, and never once
 * more than {@code n − K*} draws have failed.
 *
 * <p><b>Why alpha is not exceeded.</b> Its decisions are those of the fixed-n test, draw for draw:
 * {@code P(at least K* successes of n) ≤ alpha} for all {@code p ≤ p*}, and the smallest threshold
 * that is at least p has the smallest K* of those beyond p.
 */
public final class CurtailedTest extends AtLooks {
  private final double[] thresholds;
  private final int[] needed;

  /**
   * A test.
   *
   * @param thresholds rising, in [½, 1)
   * @param n draws at most, at least 1
   * @param alpha the error probability, in (0, ½)
   */
  public CurtailedTest(List<Double> thresholds, int n, double alpha) {
    super(Thresholds.level("alpha", alpha), Looks.dense(n));
    this.thresholds = Thresholds.of(thresholds);
    this.needed = new int[this.thresholds.length];
    for (int i = 0; i < needed.length; i++) {
      needed[i] = leastCount(BinomialDistribution.of(n, this.thresholds[i]), alpha);
    }
  }

  /** The least k with {@code P(X ≥ k) ≤ alpha}; n + 1 if there is none up to n. */
  private static int leastCount(BinomialDistribution count, double alpha) {
    int no = 0;
    int yes = count.getNumberOfTrials() + 1;
    while (yes - no > 1) {
      int middle = (no + yes) >>> 1;
      if (count.survivalProbability(middle - 1) <= alpha) {
        yes = middle;
      } else {
        no = middle;
      }
    }
    return yes;
  }

  @Override
  public double lowerBound(int successes, int draws) {
    double proven = 0;
    for (int i = 0; i < needed.length && successes >= needed[i]; i++) {
      proven = thresholds[i];
    }
    return proven;
  }

  @Override
  public boolean finished(int successes, int draws, double proven) {
    for (int i = 0; i < needed.length; i++) {
      if (thresholds[i] > proven && draws - successes <= cap() - needed[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public double reach() {
    return lowerBound(cap(), cap());
  }
}
