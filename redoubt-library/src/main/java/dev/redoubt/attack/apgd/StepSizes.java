package dev.redoubt.attack.apgd;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The step sizes of Auto-PGD for Linf and L2 (Croce and Hein 2020, section 3.2): each row starts at
 * twice the radius. At checkpoints, which come closer and closer, a row's step is halved, and it
 * goes back to its best point, if its loss rose in at most .75 of the steps since the last
 * checkpoint, or if neither the step nor the best loss has changed since then.
 */
final class StepSizes {
  private static final double RHO = .75;
  private static final boolean[] NONE = {};

  private final int shortest;
  private final int shrinking;
  private int window;
  private int seen;
  private final double[] sizes;
  private final double[] last;
  private final double[] bestBefore;
  private final int[] rises;
  private final boolean[] halved;

  private StepSizes(
      int shortest,
      int shrinking,
      int window,
      int seen,
      double[] sizes,
      double[] last,
      double[] bestBefore,
      int[] rises,
      boolean[] halved) {
    this.shortest = shortest;
    this.shrinking = shrinking;
    this.window = window;
    this.seen = seen;
    this.sizes = sizes;
    this.last = last;
    this.bestBefore = bestBefore;
    this.rises = rises;
    this.halved = halved;
  }

  /**
   * The step sizes of a run.
   *
   * @param steps its iterations
   * @param losses of its starting points, one a row
   */
  static StepSizes begin(int steps, double epsilon, double[] losses) {
    int n = losses.length;
    double[] sizes = new double[n];
    Arrays.fill(sizes, 2 * epsilon);
    boolean[] halved = new boolean[n];
    Arrays.fill(halved, true); // so that the second condition can't hold at the first checkpoint
    return new StepSizes(
        atLeastOne(.06 * steps),
        atLeastOne(.03 * steps),
        atLeastOne(.22 * steps),
        0,
        sizes,
        losses.clone(),
        losses.clone(),
        new int[n],
        halved);
  }

  private static int atLeastOne(double value) {
    return Math.max((int) value, 1);
  }

  /** The step size of each row. */
  double[] sizes() {
    return sizes;
  }

  /**
   * Takes in the losses after an iteration.
   *
   * @param best the largest loss of each row so far
   * @return which rows were halved and go back; empty between checkpoints
   */
  boolean[] observe(double[] losses, double[] best) {
    for (int row = 0; row < losses.length; row++) {
      rises[row] += losses[row] > last[row] ? 1 : 0;
      last[row] = losses[row];
    }
    seen++;
    if (seen < window) {
      return NONE;
    }
    for (int row = 0; row < losses.length; row++) {
      boolean oscillates = rises[row] <= RHO * window;
      boolean stuck = !halved[row] && best[row] <= bestBefore[row];
      halved[row] = oscillates || stuck;
      sizes[row] /= halved[row] ? 2 : 1;
      bestBefore[row] = best[row];
      rises[row] = 0;
    }
    seen = 0;
    window = Math.max(window - shrinking, shortest);
    return halved.clone();
  }

  /** Those of some of the rows. */
  StepSizes rows(int... rows) {
    boolean[] chosen = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      chosen[i] = halved[rows[i]];
    }
    return new StepSizes(
        shortest,
        shrinking,
        window,
        seen,
        IntStream.of(rows).mapToDouble(row -> sizes[row]).toArray(),
        IntStream.of(rows).mapToDouble(row -> last[row]).toArray(),
        IntStream.of(rows).mapToDouble(row -> bestBefore[row]).toArray(),
        IntStream.of(rows).map(row -> rises[row]).toArray(),
        chosen);
  }
}
