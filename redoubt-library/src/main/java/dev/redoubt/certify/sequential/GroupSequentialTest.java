package dev.redoubt.certify.sequential;

import java.util.List;

/**
 * The exact group-sequential test of a grid of thresholds in one stream of draws.
 *
 * <p>Each threshold p* has a boundary, one count a look, which a walk of probability p* reaches
 * with probability at most alpha (see {@link CrossingBoundary}). Reaching it proves {@code p > p*}.
 * The boundaries of a rising grid are replaced by their running maximum, so that what reaches the
 * boundary of a threshold reaches those of all smaller ones too.
 *
 * <p><b>Why alpha is not exceeded.</b> Raising a boundary only makes it harder to reach. Let p be
 * the true probability and p* the smallest threshold with {@code p* ≥ p}. A bound {@code ≥ p} means
 * that the boundary of some threshold {@code ≥ p*} was reached, hence that of p* too, which has
 * probability at most alpha. Stopping early can only lower that.
 *
 * <p>A threshold is given up when failures reach the mirrored boundary of level beta, which a walk
 * of probability p* or more reaches with probability at most beta. That costs power alone: a stream
 * that goes on for another threshold may still prove it.
 */
public final class GroupSequentialTest extends AtLooks {
  private final int[] looks;
  private final double[] thresholds;
  private final int[][] prove;
  private final int[][] giveUp;
  private final boolean[] reachable;

  /**
   * A test.
   *
   * @param thresholds rising, in [½, 1)
   * @param alpha the error probability, in (0, ½)
   * @param beta the probability to give up a threshold that is exceeded, in (0, ½)
   */
  public GroupSequentialTest(List<Double> thresholds, double alpha, double beta, Looks schedule) {
    super(Thresholds.level("alpha", alpha), schedule);
    this.thresholds = Thresholds.of(thresholds);
    this.looks = schedule.all();
    Thresholds.level("beta", beta);
    int m = this.thresholds.length;
    this.prove = new int[m][];
    this.giveUp = new int[m][];
    this.reachable = new boolean[m];
    for (int i = 0; i < m; i++) {
      double p = this.thresholds[i];
      prove[i] = CrossingBoundary.of(p, looks, alpha);
      giveUp[i] = CrossingBoundary.of(1 - p, looks, beta);
      for (int k = 0; k < looks.length; k++) {
        if (i > 0) {
          prove[i][k] = Math.max(prove[i][k], prove[i - 1][k]);
        }
        reachable[i] |= prove[i][k] <= looks[k];
      }
    }
  }

  @Override
  public double lowerBound(int successes, int draws) {
    int k = Looks.position(looks, draws);
    double proven = 0;
    for (int i = 0; i < thresholds.length && successes >= prove[i][k]; i++) {
      proven = thresholds[i];
    }
    return proven;
  }

  @Override
  public boolean finished(int successes, int draws, double proven) {
    int k = Looks.position(looks, draws);
    for (int i = 0; i < thresholds.length; i++) {
      if (thresholds[i] > proven && reachable[i] && draws - successes < giveUp[i][k]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public double reach() {
    double reach = 0;
    for (int i = 0; i < thresholds.length; i++) {
      reach = reachable[i] ? thresholds[i] : reach;
    }
    return reach;
  }
}
