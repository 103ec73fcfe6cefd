package dev.redoubt.report;

import java.util.Locale;

/**
 * Where values on a grid change their sign, as a path of SVG (marching squares, Lorensen and Cline
 * 1987 in two dimensions). Points of the grid stand in the middle of unit squares: that of row
 * {@code r} and column {@code c} at ({@code c + ½}, {@code r + ½}).
 */
final class ZeroContour {
  private final double[][] values;
  private final StringBuilder path = new StringBuilder();

  private ZeroContour(double[][] values) {
    this.values = values;
  }

  /** The path; empty if no sign changes. Cells with a corner that is not finite are left out. */
  static String of(double[][] values) {
    ZeroContour contour = new ZeroContour(values);
    for (int row = 0; row + 1 < values.length; row++) {
      for (int column = 0; column + 1 < values[row].length; column++) {
        contour.cell(row, column);
      }
    }
    return contour.path.toString();
  }

  private void cell(int row, int column) {
    double a = values[row][column];
    double b = values[row][column + 1];
    double c = values[row + 1][column + 1];
    double d = values[row + 1][column];
    if (!Double.isFinite(a + b + c + d)) {
      return;
    }
    double x = column + .5;
    double y = row + .5;
    double[] top = crossing(a, b, x, y, 1, 0);
    double[] right = crossing(b, c, x + 1, y, 0, 1);
    double[] bottom = crossing(d, c, x, y + 1, 1, 0);
    double[] left = crossing(a, d, x, y, 0, 1);
    boolean saddle = top.length > 0 && right.length > 0 && bottom.length > 0 && left.length > 0;
    if (saddle && (a < 0) == (a + b + c + d < 0)) {
      line(top, right);
      line(bottom, left);
    } else if (saddle) {
      line(top, left);
      line(bottom, right);
    } else {
      double[] first = first(top, right, bottom, left);
      double[] last = first(left, bottom, right, top);
      if (first.length > 0) {
        line(first, last);
      }
    }
  }

  /** The point of an edge at which its values cross zero; empty if they don't. */
  private static double[] crossing(
      double from, double to, double x, double y, int right, int down) {
    if ((from < 0) == (to < 0)) {
      return new double[0];
    }
    double share = from / (from - to);
    return new double[] {x + share * right, y + share * down};
  }

  private static double[] first(double[]... points) {
    for (double[] point : points) {
      if (point.length > 0) {
        return point;
      }
    }
    return new double[0];
  }

  private void line(double[] from, double[] to) {
    path.append(String.format(Locale.ROOT, "M%.2f %.2fL%.2f %.2f", from[0], from[1], to[0], to[1]));
  }
}
