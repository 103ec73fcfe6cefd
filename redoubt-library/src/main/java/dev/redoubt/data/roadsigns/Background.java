package dev.redoubt.data.roadsigns;

/** What stands behind the sign: sky, foliage, a wall or the road, clutter, and the post. */
final class Background {
  private static final Colour SKY = new Colour(0.45, 0.66, 0.92);
  private static final Colour HAZE = new Colour(0.84, 0.88, 0.92);
  private static final Colour LEAVES = new Colour(0.16, 0.34, 0.12);
  private static final Colour MEADOW = new Colour(0.45, 0.55, 0.24);
  private static final Colour WALL = new Colour(0.66, 0.58, 0.50);
  private static final Colour ASPHALT = new Colour(0.36, 0.36, 0.38);
  private static final Colour POST = new Colour(0.55, 0.56, 0.57);
  private static final Colour[][] SCENES = {
    {SKY, HAZE}, {SKY, LEAVES}, {LEAVES, MEADOW}, {WALL, ASPHALT}, {HAZE, WALL}, {HAZE, ASPHALT}
  };

  private Background() {}

  /** Fills the frame. */
  static void paint(Frame frame, Pose pose, Draws draws) {
    Colour[] scene = SCENES[draws.below(SCENES.length)];
    double horizon = draws.between(8, 28);
    double softness = draws.between(1, 14);
    double texture = draws.between(0.04, 0.28);
    double[] coarse = lattice(draws, 6);
    double[] fine = lattice(draws, 14);
    for (int i = 0; i < Frame.AREA; i++) {
      int x = i % Frame.SIZE;
      int y = i / Frame.SIZE;
      double t = Math.max(0, Math.min(1, 0.5 + (y - horizon) / softness));
      frame.blend(i, scene[0].towards(scene[1], t), 1);
      double grain = 1 + texture * (0.6 * noise(coarse, 6, x, y) + 0.6 * noise(fine, 14, x, y));
      for (int c = 0; c < 3; c++) {
        frame.plane(c)[i] *= grain;
      }
    }
    for (int n = draws.below(4); n > 0; n--) {
      clutter(frame, draws);
    }
    if (draws.chance(0.8)) {
      double halfWidth = draws.between(0.7, 1.3);
      for (int y = (int) pose.centreY(); y < Frame.SIZE; y++) {
        band(frame, y, pose.centreX() - halfWidth, pose.centreX() + halfWidth, POST);
      }
    }
  }

  /** A window, a distant sign, a trunk: a rectangle in a colour of its own. */
  private static void clutter(Frame frame, Draws draws) {
    Colour colour =
        new Colour(draws.between(0.1, 0.9), draws.between(0.1, 0.9), draws.between(0.1, 0.9))
            .towards(ASPHALT, 0.5);
    double left = draws.between(-6, Frame.SIZE - 4);
    double right = left + draws.between(2, 14);
    int top = draws.below(Frame.SIZE) - 6;
    int bottom = top + 3 + draws.below(16);
    for (int y = Math.max(0, top); y < Math.min(Frame.SIZE, bottom); y++) {
      band(frame, y, left, right, colour);
    }
  }

  private static void band(Frame frame, int y, double left, double right, Colour colour) {
    for (int x = Math.max(0, (int) left); x < Math.min(Frame.SIZE, right); x++) {
      double coverage = Math.min(x + 1, right) - Math.max(x, left);
      frame.blend(y * Frame.SIZE + x, colour, Math.max(0, coverage));
    }
  }

  private static double[] lattice(Draws draws, int cells) {
    double[] values = new double[(cells + 1) * (cells + 1)];
    for (int i = 0; i < values.length; i++) {
      values[i] = draws.around(1);
    }
    return values;
  }

  /** Value noise: the lattice's values, smoothly interpolated. */
  private static double noise(double[] lattice, int cells, int x, int y) {
    double u = x * (double) cells / Frame.SIZE;
    double v = y * (double) cells / Frame.SIZE;
    int column = (int) u;
    int row = (int) v;
    double s = smooth(u - column);
    double t = smooth(v - row);
    int at = row * (cells + 1) + column;
    double upper = lattice[at] + s * (lattice[at + 1] - lattice[at]);
    int below = at + cells + 1;
    double lower = lattice[below] + s * (lattice[below + 1] - lattice[below]);
    return upper + t * (lower - upper);
  }

  private static double smooth(double t) {
    return t * t * (3 - 2 * t);
  }
}
