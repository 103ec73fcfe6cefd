package dev.redoubt.detect.trial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How well a score tells adversarial inputs from clean ones, over all thresholds: the receiver
 * operating characteristic (Fawcett 2006). An input is rejected when its score is larger than the
 * threshold.
 */
public final class Roc {
  private final double[] clean;
  private final double[] adversarial;

  /**
   * A curve.
   *
   * @param clean scores of clean inputs, at least one; none is NaN
   * @param adversarial scores of adversarial ones, at least one; none is NaN
   */
  public Roc(double[] clean, double[] adversarial) {
    if (clean.length == 0 || adversarial.length == 0) {
      throw new IllegalArgumentException(
          "%d clean and %d adversarial scores".formatted(clean.length, adversarial.length));
    }
    this.clean = clean.clone();
    this.adversarial = adversarial.clone();
    Arrays.sort(this.clean);
    Arrays.sort(this.adversarial);
  }

  /**
   * The area under the curve: the probability that an adversarial input scores higher than a clean
   * one, ties counting half (the Mann-Whitney statistic). 0.5 is chance; attackers who know the
   * score may push it below.
   */
  public double auc() {
    double wins = 0;
    int below = 0;
    int upTo = 0;
    for (double score : adversarial) {
      while (below < clean.length && clean[below] < score) {
        below++;
      }
      upTo = Math.max(upTo, below);
      while (upTo < clean.length && clean[upTo] <= score) {
        upTo++;
      }
      wins += below + 0.5 * (upTo - below);
    }
    return wins / ((double) clean.length * adversarial.length);
  }

  /**
   * The largest share of adversarial inputs that is rejected while no more than a share of these
   * clean ones is.
   *
   * @param fpr that share, in [0, 1]
   */
  public double tprAt(double fpr) {
    int allowed = (int) Math.floor(fpr * clean.length + 1e-9);
    if (allowed >= clean.length) {
      return 1;
    }
    return rejected(adversarial, clean[clean.length - 1 - allowed]);
  }

  /** The corners of the curve, from (0, 0) to (1, 1). */
  public List<Point> points() {
    List<Point> points = new ArrayList<>();
    double[] all = new double[clean.length + adversarial.length];
    System.arraycopy(clean, 0, all, 0, clean.length);
    System.arraycopy(adversarial, 0, all, clean.length, adversarial.length);
    Arrays.sort(all);
    for (int i = all.length - 1; i >= 0; i--) {
      if (i == all.length - 1 || all[i] != all[i + 1]) {
        points.add(new Point(rejected(clean, all[i]), rejected(adversarial, all[i])));
      }
    }
    points.add(new Point(1, 1));
    return points;
  }

  /** The share of sorted scores above a threshold. */
  private static double rejected(double[] sorted, double threshold) {
    int at = Arrays.binarySearch(sorted, threshold);
    int first = at < 0 ? -at - 1 : at;
    while (first < sorted.length && sorted[first] == threshold) {
      first++;
    }
    return (sorted.length - first) / (double) sorted.length;
  }

  /**
   * One threshold.
   *
   * @param fpr share of clean inputs that it rejects
   * @param tpr share of adversarial inputs that it rejects
   */
  public record Point(double fpr, double tpr) {}
}
