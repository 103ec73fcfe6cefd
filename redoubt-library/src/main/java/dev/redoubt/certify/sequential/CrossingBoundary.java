package dev.redoubt.certify.sequential;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Counts, one a look, such that a binomial walk of probability p reaches any of them with
 * probability at most {@code level}: the exact group-sequential boundary. It is made by a dynamic
 * programme that carries the distribution of the count, among walks that have not reached the
 * boundary yet, from look to look.
 *
 * <p><b>How it is spent.</b> Up to look k of K, {@code .7·level·k/K} may be spent, and the rest at
 * the last look, so that hard cases keep nearly the power of a single look there; what a look
 * cannot spend is carried to the next.
 *
 * <p><b>Why the level holds.</b> At look k the boundary is the smallest count for which the
 * probability to reach it now and not before fits into what is left. The events "first reached at
 * look k" exclude each other, so their probabilities add up to at most {@code level}. Improbable
 * states that the programme cuts off, to stay narrow, count as if they had reached it. A walk of
 * smaller probability reaches it less often, for it can be drawn below this one, draw by draw.
 */
final class CrossingBoundary {
  /** Share of the level that is kept for the last look. */
  private static final double KEPT = 0.3;

  /** Mass that may be cut off at a look, on either side. */
  private static final double CUT = 1e-16;

  private final double p;
  private final double level;
  private final int[] looks;

  /** Probabilities of the counts {@code from, from + 1, …} among walks that go on. */
  private double[] alive = {1};

  private int from;
  private double spent;

  private CrossingBoundary(double p, int[] looks, double level) {
    this.p = p;
    this.looks = looks;
    this.level = level;
  }

  /**
   * The boundary.
   *
   * @param p in (0, 1)
   * @param looks ascending
   * @param level in (0, 1)
   * @return one count a look; one more than the draws where no count is improbable enough
   */
  static int[] of(double p, int[] looks, double level) {
    return new CrossingBoundary(p, looks, level).counts();
  }

  private int[] counts() {
    int[] boundary = new int[looks.length];
    int draws = 0;
    for (int k = 0; k < looks.length; k++) {
      advance(looks[k] - draws);
      draws = looks[k];
      boundary[k] = cut(allowed(k), draws);
      dropLowTail();
    }
    return boundary;
  }

  /** What may be spent up to look k. */
  private double allowed(int k) {
    return k == looks.length - 1 ? level : (1 - KEPT) * level * (k + 1) / looks.length;
  }

  /** Draws on: the distribution is convolved with the binomial one of the new draws. */
  private void advance(int draws) {
    BinomialDistribution steps = BinomialDistribution.of(draws, p);
    int least = lowEnd(steps);
    int most = highEnd(steps);
    double[] step = new double[most - least + 1];
    for (int i = 0; i < step.length; i++) {
      step[i] = steps.probability(least + i);
    }
    double cut =
        (least > 0 ? steps.cumulativeProbability(least - 1) : 0) + steps.survivalProbability(most);
    spent += cut * Arrays.stream(alive).sum();
    double[] next = new double[alive.length + step.length - 1];
    for (int i = 0; i < alive.length; i++) {
      double mass = alive[i];
      for (int j = 0; j < step.length; j++) {
        next[i + j] += mass * step[j];
      }
    }
    alive = next;
    from += least;
  }

  private static int lowEnd(BinomialDistribution steps) {
    return Math.max(0, steps.inverseCumulativeProbability(CUT) - 1);
  }

  private static int highEnd(BinomialDistribution steps) {
    return Math.min(steps.getNumberOfTrials(), steps.inverseSurvivalProbability(CUT) + 1);
  }

  /** Takes as many of the highest counts as the budget allows. */
  private int cut(double budget, int draws) {
    int keep = alive.length;
    while (keep > 0 && spent + alive[keep - 1] <= budget) {
      keep--;
      spent += alive[keep];
    }
    int boundary = from + keep;
    alive = Arrays.copyOf(alive, keep);
    return Math.min(boundary, draws + 1);
  }

  private void dropLowTail() {
    int drop = 0;
    double dropped = 0;
    while (drop < alive.length && dropped + alive[drop] <= CUT) {
      dropped += alive[drop];
      drop++;
    }
    spent += dropped;
    alive = Arrays.copyOfRange(alive, drop, alive.length);
    from += drop;
  }
}
