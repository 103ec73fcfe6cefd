package dev.redoubt.data.roadsigns;

/** Something between camera and sign: a blob of leaves, a twig, a sticker or snow on its face. */
final class Occluder {
  private static final Colour LEAF = new Colour(0.15, 0.33, 0.10);
  private static final Colour TWIG = new Colour(0.22, 0.16, 0.11);
  private static final Colour SNOW = new Colour(0.93, 0.95, 0.97);
  private static final int LOBES = 5;

  private Occluder() {}

  /** Lays an occluder of up to {@code reach} sign radii over the sign. */
  static void paint(Frame frame, Pose pose, double reach, Draws draws) {
    Colour[] colours = {LEAF, LEAF, TWIG, SNOW};
    Colour colour = colours[draws.below(colours.length)];
    double size = draws.between(0.5 * reach, reach) * pose.radius();
    double angle = StrictMath.toRadians(draws.between(0, 360));
    double distance = draws.between(0.35, 1) * pose.radius();
    double x = pose.centreX() + distance * StrictMath.cos(angle);
    double y = pose.centreY() + distance * StrictMath.sin(angle);
    for (int lobe = 0; lobe < LOBES; lobe++) {
      double lobeX = x + draws.around(0.6 * size);
      double lobeY = y + draws.around(0.6 * size);
      double lobeSize = draws.between(0.35, 0.7) * size;
      Colour shade = colour.towards(Colour.BLACK, draws.between(0, 0.35));
      for (int i = 0; i < Frame.AREA; i++) {
        double dx = i % Frame.SIZE + 0.5 - lobeX;
        int row = i / Frame.SIZE;
        double dy = row + 0.5 - lobeY;
        double inside = lobeSize - Math.sqrt(dx * dx + dy * dy) + 0.5;
        if (inside > 0) {
          frame.blend(i, shade, Math.min(1, inside));
        }
      }
    }
  }
}
