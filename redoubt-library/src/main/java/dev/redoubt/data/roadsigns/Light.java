package dev.redoubt.data.roadsigns;

/** Haze, brightness, colour cast, tone curve, and a shadow whose edge may cross the sign. */
final class Light {
  private static final int KNOTS = 64;

  private Light() {}

  /** Changes all values of the frame; they stay non-negative. */
  static void shine(Frame frame, RoadSignConditions conditions, boolean dark, Draws draws) {
    double gain =
        dark
            ? draws.between(conditions.hardGainLow(), conditions.gainLow())
            : draws.between(conditions.gainLow(), conditions.gainHigh());
    double contrast = draws.between(conditions.contrastLow(), conditions.contrastHigh());
    double haze = (1 - contrast) * draws.between(0.35, 0.65);
    double[] curve = toneCurve(1 + draws.around(conditions.gammaSpread()));
    double[] shade = shadow(conditions, draws);
    for (int c = 0; c < 3; c++) {
      double factor = gain * (1 + draws.around(conditions.cast()));
      double[] plane = frame.plane(c);
      for (int i = 0; i < plane.length; i++) {
        double level = Math.max(0, Math.min(1, plane[i])) * KNOTS;
        int knot = Math.min(KNOTS - 1, (int) level);
        double value = curve[knot] + (level - knot) * (curve[knot + 1] - curve[knot]);
        plane[i] = factor * shade[i] * (haze + contrast * value);
      }
    }
  }

  /** {@code v ↦ v^gamma} at 0, 1/64 … 1; between them it is linear, since powers are slow. */
  private static double[] toneCurve(double gamma) {
    double[] curve = new double[KNOTS + 1];
    for (int i = 0; i < curve.length; i++) {
      curve[i] = StrictMath.pow((double) i / KNOTS, gamma);
    }
    return curve;
  }

  /** The share of light that reaches each pixel: 1, or less on one side of a straight edge. */
  private static double[] shadow(RoadSignConditions conditions, Draws draws) {
    boolean cast = draws.chance(conditions.shadowShare());
    double depth = cast ? draws.between(0.3, 1) * conditions.shadowDepth() : 0;
    double angle = StrictMath.toRadians(draws.between(0, 360));
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double offset = draws.around(8);
    double[] light = new double[Frame.AREA];
    for (int i = 0; i < light.length; i++) {
      int row = i / Frame.SIZE;
      double x = i % Frame.SIZE - Frame.SIZE / 2.0;
      double y = row - Frame.SIZE / 2.0;
      double into = Math.max(0, Math.min(1, cos * x + sin * y - offset));
      light[i] = 1 - depth * into;
    }
    return light;
  }
}
