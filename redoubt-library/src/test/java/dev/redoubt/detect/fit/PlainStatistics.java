package dev.redoubt.detect.fit;

/** Textbook formulas in plain doubles, each sum written out: slow, and hard to get wrong. */
final class PlainStatistics {
  private PlainStatistics() {}

  /** A covariance, and how much of it is a multiple of the identity. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Shrunk(double[][] matrix, double shrinkage) {}

  /** Ledoit and Wolf 2004, section 3.3, for rows of mean 0. */
  static Shrunk ledoitWolf(double[][] rows) {
    int n = rows.length;
    int d = rows[0].length;
    double[][] s = new double[d][d];
    for (double[] row : rows) {
      for (int i = 0; i < d; i++) {
        for (int j = 0; j < d; j++) {
          s[i][j] += row[i] * row[j] / n;
        }
      }
    }
    double m = 0;
    for (int i = 0; i < d; i++) {
      m += s[i][i] / d;
    }
    double spread = 0;
    double error = 0;
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        double own = s[i][j] - (i == j ? m : 0);
        spread += own * own / d;
        for (double[] row : rows) {
          double off = row[i] * row[j] - s[i][j];
          error += off * off / d / n / n;
        }
      }
    }
    double shrinkage = spread > 0 ? Math.min(error, spread) / spread : 1;
    double[][] matrix = new double[d][d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        matrix[i][j] = (1 - shrinkage) * s[i][j] + (i == j ? shrinkage * m : 0);
      }
    }
    return new Shrunk(matrix, shrinkage);
  }

  /** By Gauss and Jordan, with the largest pivot. */
  static double[][] inverse(double[][] matrix) {
    int d = matrix.length;
    double[][] a = new double[d][2 * d];
    for (int i = 0; i < d; i++) {
      System.arraycopy(matrix[i], 0, a[i], 0, d);
      a[i][d + i] = 1;
    }
    for (int column = 0; column < d; column++) {
      int pivot = column;
      for (int i = column; i < d; i++) {
        pivot = Math.abs(a[i][column]) > Math.abs(a[pivot][column]) ? i : pivot;
      }
      double[] swapped = a[column];
      a[column] = a[pivot];
      a[pivot] = swapped;
      double scale = a[column][column];
      for (int j = 0; j < 2 * d; j++) {
        a[column][j] /= scale;
      }
      for (int i = 0; i < d; i++) {
        double factor = a[i][column];
        for (int j = 0; i != column && j < 2 * d; j++) {
          a[i][j] -= factor * a[column][j];
        }
      }
    }
    double[][] inverse = new double[d][d];
    for (int i = 0; i < d; i++) {
      System.arraycopy(a[i], d, inverse[i], 0, d);
    }
    return inverse;
  }

  /** The mean of the rows of each class. */
  static double[][] classMeans(double[][] rows, int[] labels, int classes) {
    double[][] means = new double[classes][rows[0].length];
    int[] counts = new int[classes];
    for (int label : labels) {
      counts[label]++;
    }
    for (int r = 0; r < rows.length; r++) {
      for (int i = 0; i < rows[r].length; i++) {
        means[labels[r]][i] += rows[r][i] / counts[labels[r]];
      }
    }
    return means;
  }

  /** {@code a - b}. */
  static double[] minus(double[] a, double[] b) {
    double[] difference = a.clone();
    for (int i = 0; i < a.length; i++) {
      difference[i] -= b[i];
    }
    return difference;
  }

  /** {@code Σ (a - b)²}. */
  static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (double value : minus(a, b)) {
      sum += value * value;
    }
    return sum;
  }

  /** {@code vᵀ M v}. */
  static double form(double[][] matrix, double[] v) {
    double sum = 0;
    for (int i = 0; i < v.length; i++) {
      for (int j = 0; j < v.length; j++) {
        sum += v[i] * matrix[i][j] * v[j];
      }
    }
    return sum;
  }

  /** The column's values minus their mean, by their deviation (of the population). */
  static double[] standardised(double[] values, double[] on) {
    double mean = 0;
    for (double value : on) {
      mean += value / on.length;
    }
    double variance = 0;
    for (double value : on) {
      variance += (value - mean) * (value - mean) / on.length;
    }
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = (values[i] - mean) / Math.sqrt(variance);
    }
    return result;
  }
}
