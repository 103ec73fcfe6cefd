package dev.redoubt.report;

import java.awt.image.BufferedImage;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Values on a grid as a picture of one pixel each: blue above zero, orange below, the more opaque
 * the farther from it. Zero lets the page through, so the picture fits light and dark.
 */
final class HeatMap {
  private static final int ABOVE = 0x2f7fc1;
  private static final int BELOW = 0xd9622b;
  private static final int UNKNOWN = 0xff808080;

  private HeatMap() {}

  /** Row 0 stands at the top. */
  static String dataUri(double[][] values) {
    double most = flat(values).filter(Double::isFinite).map(Math::abs).max().orElse(0);
    BufferedImage image =
        new BufferedImage(values[0].length, values.length, BufferedImage.TYPE_INT_ARGB);
    for (int row = 0; row < values.length; row++) {
      for (int column = 0; column < values[row].length; column++) {
        image.setRGB(column, row, colour(values[row][column], most));
      }
    }
    return Pixels.encode(image);
  }

  static DoubleStream flat(double[][] values) {
    return Stream.of(values).flatMapToDouble(DoubleStream::of);
  }

  private static int colour(double value, double most) {
    if (!Double.isFinite(value)) {
      return UNKNOWN;
    }
    int opacity = most > 0 ? (int) Math.round(255 * Math.abs(value) / most) : 0;
    return opacity << 24 | (value < 0 ? BELOW : ABOVE);
  }
}
