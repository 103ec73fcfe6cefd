package dev.redoubt.data.roadsigns;

/** Blur by defocus (Gaussian) and by motion (a straight line of equal weights). */
final class Lens {
  private static final int SUBSTEPS = 9;

  private Lens() {}

  /** Draws the blur and applies it. */
  static void blur(Frame frame, RoadSignConditions conditions, boolean hard, Draws draws) {
    double ordinary = draws.between(0, conditions.blurHigh());
    boolean motion = draws.chance(0.5);
    double angle = StrictMath.toRadians(draws.between(0, 180));
    double amount = draws.between(0.5, 1);
    if (hard && motion) {
      move(frame, amount * conditions.hardMotionHigh(), angle);
    } else {
      defocus(frame, hard ? amount * conditions.hardBlurHigh() : ordinary);
    }
  }

  private static void defocus(Frame frame, double deviation) {
    if (deviation < 0.2) {
      return;
    }
    int reach = (int) Math.ceil(3 * deviation);
    double[] weights = new double[2 * reach + 1];
    for (int i = 0; i < weights.length; i++) {
      double z = (i - reach) / deviation;
      weights[i] = StrictMath.exp(-z * z / 2);
    }
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    for (int c = 0; c < 3; c++) {
      double[] across = new double[Frame.AREA];
      convolve(frame.plane(c), across, weights, sum, 1);
      convolve(across, frame.plane(c), weights, sum, Frame.SIZE);
    }
  }

  /** Convolves along rows (stride 1) or columns (stride SIZE); the border's values go on. */
  private static void convolve(
      double[] from, double[] to, double[] weights, double sum, int stride) {
    int reach = weights.length / 2;
    for (int line = 0; line < Frame.SIZE; line++) {
      int start = stride == 1 ? line * Frame.SIZE : line;
      for (int i = 0; i < Frame.SIZE; i++) {
        double value = 0;
        for (int k = -reach; k <= reach; k++) {
          int at = Math.max(0, Math.min(Frame.SIZE - 1, i + k));
          value += weights[k + reach] * from[start + at * stride];
        }
        to[start + i * stride] = value / sum;
      }
    }
  }

  private static void move(Frame frame, double length, double angle) {
    double dx = length * StrictMath.cos(angle) / (SUBSTEPS - 1);
    double dy = length * StrictMath.sin(angle) / (SUBSTEPS - 1);
    for (int c = 0; c < 3; c++) {
      double[] plane = frame.plane(c);
      double[] still = plane.clone();
      for (int i = 0; i < plane.length; i++) {
        int row = i / Frame.SIZE;
        double value = 0;
        for (int step = 0; step < SUBSTEPS; step++) {
          double along = step - (SUBSTEPS - 1) / 2.0;
          value += bilinear(still, i % Frame.SIZE + along * dx, row + along * dy);
        }
        plane[i] = value / SUBSTEPS;
      }
    }
  }

  private static double bilinear(double[] plane, double x, double y) {
    double u = Math.max(0, Math.min(Frame.SIZE - 1.001, x));
    double v = Math.max(0, Math.min(Frame.SIZE - 1.001, y));
    int column = (int) u;
    int row = (int) v;
    int at = row * Frame.SIZE + column;
    double s = u - column;
    double upper = plane[at] + s * (plane[at + 1] - plane[at]);
    int below = at + Frame.SIZE;
    double lower = plane[below] + s * (plane[below + 1] - plane[below]);
    return upper + (v - row) * (lower - upper);
  }
}
