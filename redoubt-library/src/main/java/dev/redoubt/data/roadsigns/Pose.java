package dev.redoubt.data.roadsigns;

/** Where the sign is in the frame, as the map from the frame to the sign's plane. */
final class Pose {
  private final double centreX;
  private final double centreY;
  private final double radius;
  private final double cos;
  private final double sin;
  private final double stretch;
  private final double shear;
  private final double tiltX;
  private final double tiltY;

  private Pose(RoadSignConditions conditions, Draws draws, boolean small) {
    radius =
        small
            ? draws.between(conditions.hardRadiusLow(), conditions.radiusLow())
            : draws.between(conditions.radiusLow(), conditions.radiusHigh());
    centreX = Frame.SIZE / 2.0 + draws.around(conditions.shift());
    centreY = Frame.SIZE / 2.0 + draws.around(conditions.shift());
    double angle = StrictMath.toRadians(draws.around(conditions.rotation()));
    cos = StrictMath.cos(angle);
    sin = StrictMath.sin(angle);
    stretch = 1 + draws.around(conditions.shear());
    shear = draws.around(conditions.shear());
    tiltX = draws.around(conditions.perspective());
    tiltY = draws.around(conditions.perspective());
  }

  /** Draws a pose. */
  static Pose draw(RoadSignConditions conditions, Draws draws, boolean small) {
    return new Pose(conditions, draws, small);
  }

  double centreX() {
    return centreX;
  }

  double centreY() {
    return centreY;
  }

  /** The sign's radius in pixels. */
  double radius() {
    return radius;
  }

  /**
   * Whether the sign can reach the pixel at this point; most pixels of a small sign's frame not.
   */
  boolean mayShow(double pixelX, double pixelY) {
    double x = pixelX - centreX;
    double y = pixelY - centreY;
    double reach = 2 * radius;
    return x * x + y * y < reach * reach;
  }

  /** Maps a point of the frame (pixels) to the sign's plane. */
  void toSign(double pixelX, double pixelY, double[] target) {
    double dx = pixelX - centreX;
    double dy = pixelY - centreY;
    double scale = 1 / (radius + tiltX * dx + tiltY * dy);
    double x = dx * scale;
    double y = dy * scale;
    target[0] = (cos * x + sin * y) * stretch + shear * y;
    target[1] = (cos * y - sin * x) / stretch;
  }
}
