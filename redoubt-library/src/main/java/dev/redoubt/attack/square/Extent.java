package dev.redoubt.attack.square;

import dev.redoubt.attack.Plane;

/** The size of a window in rows and columns, both at least 1. */
record Extent(int height, int width) {
  /** The smallest side of a window that holds a pattern. */
  private static final int LEAST_PATTERN = 3;

  /**
   * A square of the side {@code max(round(√(p·h·w)), 1)}. Where it is higher than the image, it is
   * as high as the image and covers the share p of its columns, so that the area stays the same;
   * likewise where it is wider. Flat inputs are such a case.
   *
   * @param share the share p of the image, in (0, 1]
   */
  static Extent covering(Plane plane, double share) {
    int side = side(plane, share);
    return new Extent(
        side >= plane.width() ? part(plane.height(), share, 1) : Math.min(side, plane.height()),
        side >= plane.height() ? part(plane.width(), share, 1) : Math.min(side, plane.width()));
  }

  /**
   * The same with odd sides of at least 3, so that a pattern has a middle: even ones are raised by
   * 1. Sides that don't fit are the largest odd ones that do.
   */
  static Extent odd(Plane plane, double share) {
    int side = Math.max(side(plane, share), LEAST_PATTERN);
    int height = side >= plane.width() ? part(plane.height(), share, LEAST_PATTERN) : side;
    int width = side >= plane.height() ? part(plane.width(), share, LEAST_PATTERN) : side;
    return new Extent(oddWithin(height, plane.height()), oddWithin(width, plane.width()));
  }

  /** The number of places. */
  int places() {
    return height * width;
  }

  /** The same on its side. */
  Extent turned() {
    return new Extent(/* height= */ width, /* width= */ height);
  }

  private static int side(Plane plane, double share) {
    double area = share * plane.height() * plane.width();
    return Math.max((int) Math.rint(Math.sqrt(area)), 1);
  }

  private static int part(int length, double share, int least) {
    return Math.max((int) Math.rint(share * length), least);
  }

  private static int oddWithin(int side, int bound) {
    int raised = side % 2 == 0 ? side + 1 : side;
    int largest = bound % 2 == 0 ? bound - 1 : bound;
    return Math.max(1, Math.min(raised, largest));
  }
}
