package dev.redoubt.attack;

import dev.redoubt.loss.Margin;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import java.util.stream.IntStream;

/**
 * A look at one point of each row: in how many draws of the model it met the goal.
 *
 * @param share the share of draws that met the goal, in [0, 1]; 0 or 1 for a deterministic model
 * @param sure whether the row is broken for good, so that the search may let it go
 */
@SuppressWarnings("ArrayRecordComponent") // one entry a row, never compared
public record Hits(double[] share, boolean[] sure) {
  /**
   * A margin beyond which a row counts as broken for good. Within it, another batch shape could
   * turn the verdict by rounding, so the row is noted and the search goes on.
   */
  public static final double CLEAR_MARGIN = 1e-4;

  /**
   * Looks at logits.
   *
   * @param logits {@code [draws·n, classes]}, one draw after the other
   * @param labels true labels, int64 {@code [n]}
   * @param random whether other draws may say otherwise; then a row is sure only if so many of the
   *     draws agree that half of all draws is two standard deviations away
   */
  public static Hits of(Tensor logits, Tensor labels, Goal goal, boolean random) {
    int n = labels.rows();
    int draws = n == 0 ? 1 : logits.rows() / n;
    return draws == 1 && !random
        ? single(logits, labels, goal)
        : voted(logits, labels, goal, draws);
  }

  private static Hits single(Tensor logits, Tensor labels, Goal goal) {
    boolean[] met = goal.metBy(logits, labels);
    double[] share = new double[met.length];
    boolean[] sure = new boolean[met.length];
    if (IntStream.range(0, met.length).anyMatch(row -> met[row])) {
      double[] margins = new Margin().perSample(logits, goal.lossLabels(labels)).doubles();
      for (int row = 0; row < met.length; row++) {
        share[row] = met[row] ? 1 : 0;
        sure[row] = met[row] && Math.abs(margins[row]) > CLEAR_MARGIN;
      }
    }
    return new Hits(share, sure);
  }

  private static Hits voted(Tensor logits, Tensor labels, Goal goal, int draws) {
    int n = labels.rows();
    int[] votes = new int[n];
    for (int draw = 0; draw < draws; draw++) {
      int[] rows = IntStream.range(draw * n, (draw + 1) * n).toArray();
      boolean[] met = goal.metBy(Layout.rows(logits, rows), labels);
      for (int row = 0; row < n; row++) {
        votes[row] += met[row] ? 1 : 0;
      }
    }
    double[] share = new double[n];
    boolean[] sure = new boolean[n];
    for (int row = 0; row < n; row++) {
      share[row] = votes[row] / (double) draws;
      sure[row] = votes[row] > draws / 2.0 + Math.sqrt(draws);
    }
    return new Hits(share, sure);
  }

  /**
   * The same among {@code n} rows of which the others were not looked at.
   *
   * @param rows where each of these rows stands
   */
  Hits among(int[] rows, int n) {
    double[] shares = new double[n];
    boolean[] certain = new boolean[n];
    for (int i = 0; i < rows.length; i++) {
      shares[rows[i]] = share[i];
      certain[rows[i]] = sure[i];
    }
    return new Hits(shares, certain);
  }

  /** Whether a row met the goal in more than half of the draws. */
  public boolean met(int row) {
    return share[row] > 0.5;
  }

  /** The rows that met the goal. */
  int[] successes() {
    return IntStream.range(0, share.length).filter(this::met).toArray();
  }

  /** The rows that the search goes on with. */
  public int[] unsure() {
    return IntStream.range(0, sure.length).filter(row -> !sure[row]).toArray();
  }
}
