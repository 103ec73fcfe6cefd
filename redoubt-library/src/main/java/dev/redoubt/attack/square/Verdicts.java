package dev.redoubt.attack.square;

import dev.redoubt.attack.Hits;
import dev.redoubt.threat.Goal;

/**
 * What the logits of a query say of each row.
 *
 * @param margins what is minimised: {@code z_y - max over j≠y of z_j}, for targets {@code max over
 *     j≠t of z_j - z_t}; infinite where a logit is not finite
 * @param met whether the row meets the goal
 */
@SuppressWarnings("ArrayRecordComponent") // one entry a row, never compared
record Verdicts(double[] margins, boolean[] met) {
  /**
   * Reads logits.
   *
   * @param logits {@code [n, classes]}, row by row
   * @param truth true labels
   * @param aim the labels that the margin is taken at: see {@link Goal#lossLabels}
   * @param rows the place in the goal, in {@code truth} and in {@code aim} of each of the n rows
   */
  static Verdicts of(double[] logits, int[] truth, int[] aim, Goal goal, int[] rows) {
    int classes = logits.length / rows.length;
    double[] margins = new double[rows.length];
    boolean[] met = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      int own = aim[rows[i]];
      int first = i * classes;
      int other = -1;
      boolean finite = true;
      for (int j = 0; j < classes; j++) {
        finite &= Double.isFinite(logits[first + j]);
        if (j != own && (other < 0 || logits[first + j] > logits[first + other])) {
          other = j;
        }
      }
      double lead = logits[first + own] - logits[first + other];
      int predicted = lead > 0 || (lead == 0 && own < other) ? own : other;
      margins[i] = finite ? goal.direction() * lead : Double.POSITIVE_INFINITY;
      met[i] = finite && goal.met(rows[i], truth[rows[i]], predicted);
    }
    return new Verdicts(margins, met);
  }

  /** Whether a row meets the goal beyond what rounding could turn. */
  boolean sure(int row) {
    return met[row] && margins[row] < -Hits.CLEAR_MARGIN;
  }
}
