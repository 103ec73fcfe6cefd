package dev.redoubt.detect.fit;

import java.util.Arrays;

/**
 * A line between two kinds of rows: {@code log p(true) / p(false) = bias + weights · row}. It
 * minimises the sum of the rows' log losses and {@code penalty/2 · ‖weights‖²} by Newton's method,
 * in fp64. The same rows give the same line; rows that can be told apart without error give a
 * finite one, since the penalty holds it.
 *
 * @param weights one a column
 * @param bias penalised only so much that it stays finite
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LogisticRegression(double[] weights, double bias) {
  private static final double BIAS_PENALTY = 1e-6;
  private static final int STEPS = 200;
  private static final int HALVINGS = 40;
  private static final double FLAT = 1e-9;

  /**
   * Learns.
   *
   * @param rows at least one, all of the same length
   * @param kinds one a row
   * @param penalty positive
   */
  static LogisticRegression of(double[][] rows, boolean[] kinds, double penalty) {
    int columns = rows[0].length;
    double[] at = new double[columns + 1]; // the bias stands last
    double loss = loss(rows, kinds, penalty, at);
    for (int step = 0; step < STEPS; step++) {
      double[] slope = new double[columns + 1];
      double[][] curvature = new double[columns + 1][columns + 1];
      derivatives(rows, kinds, penalty, at, slope, curvature);
      if (largest(slope) <= FLAT * rows.length) {
        break;
      }
      double[] direction = solution(curvature, slope);
      double share = 1;
      double[] next = moved(at, direction, share);
      double better = loss(rows, kinds, penalty, next);
      for (int half = 0; half < HALVINGS && !(better < loss); half++) {
        share /= 2;
        next = moved(at, direction, share);
        better = loss(rows, kinds, penalty, next);
      }
      if (!(better < loss)) {
        break; // as low as rounding allows
      }
      at = next;
      loss = better;
    }
    double[] weights = Arrays.copyOf(at, columns);
    return new LogisticRegression(weights, at[columns]);
  }

  /** {@code log p(true) / p(false)}. */
  double logit(double[] row) {
    double sum = bias;
    for (int i = 0; i < row.length; i++) {
      sum += weights[i] * row[i];
    }
    return sum;
  }

  private static double value(double[] at, double[] row) {
    double sum = at[row.length];
    for (int i = 0; i < row.length; i++) {
      sum += at[i] * row[i];
    }
    return sum;
  }

  private static double penalty(double penalty, int column, int columns) {
    return column < columns ? penalty : BIAS_PENALTY;
  }

  private static double loss(double[][] rows, boolean[] kinds, double penalty, double[] at) {
    double loss = 0;
    for (int i = 0; i < at.length; i++) {
      loss += penalty(penalty, i, at.length - 1) * at[i] * at[i] / 2;
    }
    for (int r = 0; r < rows.length; r++) {
      double margin = kinds[r] ? value(at, rows[r]) : -value(at, rows[r]);
      loss += Math.max(-margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)));
    }
    return loss;
  }

  private static void derivatives(
      double[][] rows,
      boolean[] kinds,
      double penalty,
      double[] at,
      double[] slope,
      double[][] curvature) {
    int columns = at.length - 1;
    for (int i = 0; i <= columns; i++) {
      slope[i] = penalty(penalty, i, columns) * at[i];
      curvature[i][i] = penalty(penalty, i, columns);
    }
    for (int r = 0; r < rows.length; r++) {
      double share = 1 / (1 + Math.exp(-value(at, rows[r])));
      double miss = share - (kinds[r] ? 1 : 0);
      for (int i = 0; i <= columns; i++) {
        double own = i < columns ? rows[r][i] : 1;
        slope[i] += miss * own;
        for (int j = 0; j <= i; j++) {
          curvature[i][j] += share * (1 - share) * own * (j < columns ? rows[r][j] : 1);
        }
      }
    }
  }

  private static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static double[] moved(double[] at, double[] direction, double share) {
    double[] next = at.clone();
    for (int i = 0; i < next.length; i++) {
      next[i] -= share * direction[i];
    }
    return next;
  }

  /**
   * Solves by Cholesky's decomposition.
   *
   * @param a the lower half of a symmetric positive definite matrix; overwritten
   */
  private static double[] solution(double[][] a, double[] b) {
    int n = b.length;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = a[i][j];
        for (int k = 0; k < j; k++) {
          rest -= a[i][k] * a[j][k];
        }
        a[i][j] = i == j ? Math.sqrt(Math.max(rest, Double.MIN_NORMAL)) : rest / a[j][j];
      }
    }
    double[] x = b.clone();
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        x[i] -= a[i][k] * x[k];
      }
      x[i] /= a[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        x[i] -= a[k][i] * x[k];
      }
      x[i] /= a[i][i];
    }
    return x;
  }
}
