package dev.redoubt.data.roadsigns;

/** Red, green and blue in [0, 1]. */
record Colour(double red, double green, double blue) {
  static final Colour WHITE = new Colour(0.95, 0.95, 0.94);
  static final Colour BLACK = new Colour(0.07, 0.07, 0.08);
  static final Colour RED = new Colour(0.80, 0.07, 0.11);
  static final Colour BLUE = new Colour(0.05, 0.27, 0.68);
  static final Colour YELLOW = new Colour(0.98, 0.77, 0.06);

  /** The colour {@code t} of the way from here to {@code other}. */
  Colour towards(Colour other, double t) {
    return new Colour(
        red + t * (other.red - red),
        green + t * (other.green - green),
        blue + t * (other.blue - blue));
  }
}
