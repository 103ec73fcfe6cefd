package dev.redoubt.data.roadsigns;

/**
 * A region of the plane. On a sign x runs right, y runs down, and the sign's outline lies in [-1,
 * 1] × [-1, 1].
 */
sealed interface Shape permits Shape.Disc, Shape.Polygon, Shape.Stroke {
  /** Whether the point belongs to the region. */
  boolean contains(double x, double y);

  /** A filled circle. */
  record Disc(double centreX, double centreY, double radius) implements Shape {
    @Override
    public boolean contains(double x, double y) {
      double dx = x - centreX;
      double dy = y - centreY;
      return dx * dx + dy * dy <= radius * radius;
    }
  }

  /** A filled polygon by the even-odd rule; {@code points} are x, y, x, y … */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Polygon(double... points) implements Shape {
    /** A regular polygon whose first corner lies at {@code firstDegrees}, clockwise from right. */
    static Polygon regular(int corners, double circumradius, double firstDegrees) {
      double[] points = new double[2 * corners];
      for (int i = 0; i < corners; i++) {
        double angle = StrictMath.toRadians(firstDegrees + 360.0 * i / corners);
        points[2 * i] = circumradius * StrictMath.cos(angle);
        points[2 * i + 1] = circumradius * StrictMath.sin(angle);
      }
      return new Polygon(points);
    }

    @Override
    public boolean contains(double x, double y) {
      boolean inside = false;
      int last = points.length - 2;
      for (int i = 0; i < points.length; last = i, i += 2) {
        double yi = points[i + 1];
        double yj = points[last + 1];
        if (yi > y != yj > y && x < (points[last] - points[i]) * (y - yi) / (yj - yi) + points[i]) {
          inside = !inside;
        }
      }
      return inside;
    }
  }

  /** All points within half a {@code width} of the line through {@code points}: round ends. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Stroke(double width, double... points) implements Shape {
    /** A circular arc from one angle to another, in degrees clockwise from right. */
    static double[] arc(
        double centreX, double centreY, double radiusX, double radiusY, double from, double to) {
      int steps = 16;
      double[] points = new double[2 * (steps + 1)];
      for (int i = 0; i <= steps; i++) {
        double angle = StrictMath.toRadians(from + (to - from) * i / steps);
        points[2 * i] = centreX + radiusX * StrictMath.cos(angle);
        points[2 * i + 1] = centreY + radiusY * StrictMath.sin(angle);
      }
      return points;
    }

    @Override
    public boolean contains(double x, double y) {
      double reach = width * width / 4;
      for (int i = 0; i + 3 < points.length; i += 2) {
        double dx = points[i + 2] - points[i];
        double dy = points[i + 3] - points[i + 1];
        double length = dx * dx + dy * dy;
        double along = ((x - points[i]) * dx + (y - points[i + 1]) * dy) / length;
        double t = Math.max(0, Math.min(1, along));
        double ex = x - points[i] - t * dx;
        double ey = y - points[i + 1] - t * dy;
        if (ex * ex + ey * ey <= reach) {
          return true;
        }
      }
      return false;
    }
  }
}
