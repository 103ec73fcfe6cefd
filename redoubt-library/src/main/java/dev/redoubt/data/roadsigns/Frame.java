package dev.redoubt.data.roadsigns;

/** A picture in the making: three planes of {@code SIZE × SIZE} values, nominally in [0, 1]. */
final class Frame {
  /** Width and height in pixels. */
  static final int SIZE = 32;

  /** Pixels of one plane. */
  static final int AREA = SIZE * SIZE;

  private final double[][] planes = new double[3][AREA];

  /** The values of one channel in row order; the frame's own array. */
  double[] plane(int channel) {
    return planes[channel];
  }

  /** Lays a colour over a pixel. */
  void blend(int pixel, Colour colour, double coverage) {
    planes[0][pixel] += coverage * (colour.red() - planes[0][pixel]);
    planes[1][pixel] += coverage * (colour.green() - planes[1][pixel]);
    planes[2][pixel] += coverage * (colour.blue() - planes[2][pixel]);
  }

  /** Writes the planes as unsigned bytes, rounded to the nearest, and clipped. */
  void quantise(byte[] target, int offset) {
    for (int c = 0; c < planes.length; c++) {
      for (int i = 0; i < AREA; i++) {
        double level = Math.floor(planes[c][i] * 255 + 0.5);
        target[offset + c * AREA + i] = (byte) Math.max(0, Math.min(255, level));
      }
    }
  }
}
