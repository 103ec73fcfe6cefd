package dev.redoubt.certify.sequential;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The test of a grid of thresholds by e-process: a threshold p* is proven when the evidence M
 * against {@code p ≤ p*} reaches {@code 1/alpha} (see {@link EProcess}).
 *
 * <p><b>Why alpha is not exceeded</b> by the whole grid. Let p be the true probability. A bound
 * {@code ≥ p} means that {@code M ≥ 1/alpha} for some {@code p* ≥ p} at some look; as {@link
 * ConfidenceSequence} shows, then {@code M ≥ 1/alpha} also for the smallest threshold that is at
 * least p, and Ville's inequality gives that at most alpha.
 *
 * <p>A threshold is given up when the evidence against {@code p ≥ p*} reaches {@code 1/beta}.
 */
public final class EProcessTest extends AtLooks {
  private final double beta;
  private final double[] thresholds;

  /**
   * A test.
   *
   * @param thresholds rising, in [½, 1)
   * @param alpha the error probability, in (0, .4]
   * @param beta the probability to give up a threshold that is exceeded, in (0, ½)
   */
  public EProcessTest(List<Double> thresholds, double alpha, double beta, Looks looks) {
    super(ConfidenceSequence.level(alpha), looks);
    this.thresholds = Thresholds.of(thresholds);
    this.beta = Thresholds.level("beta", beta);
  }

  @Override
  public double lowerBound(int successes, int draws) {
    double proven = 0;
    for (int i = 0; i < thresholds.length && proves(successes, draws, thresholds[i]); i++) {
      proven = thresholds[i];
    }
    return proven;
  }

  private boolean proves(int successes, int draws, double threshold) {
    return EProcess.log(successes, draws, threshold) >= -Math.log(alpha());
  }

  @Override
  public boolean finished(int successes, int draws, double proven) {
    for (double p : thresholds) {
      if (p > proven
          && proves(cap(), cap(), p)
          && EProcess.logAgainst(successes, draws, p) < -Math.log(beta)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public double reach() {
    return lowerBound(cap(), cap());
  }

  @Override
  public OptionalDouble pValue(int successes, int draws, double threshold) {
    return OptionalDouble.of(Math.min(1, Math.exp(-EProcess.log(successes, draws, threshold))));
  }
}
