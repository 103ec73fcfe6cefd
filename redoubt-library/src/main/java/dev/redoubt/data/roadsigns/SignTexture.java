package dev.redoubt.data.roadsigns;

/**
 * A face painted once at a high resolution, from which every picture of the sign is sampled: {@code
 * SIZE × SIZE} texels of red, green, blue (each times the coverage) and coverage, over [-REACH,
 * REACH]² of the sign's plane.
 */
final class SignTexture {
  private static final int SIZE = 128;
  private static final double REACH = 1.15;
  private static final int SUBSAMPLES = 4;

  private final float[] texels;

  private SignTexture(float[] texels) {
    this.texels = texels;
  }

  /** Paints a face; each layer covers a texel by the share of its 4 × 4 points that lie inside. */
  static SignTexture of(Face face) {
    float[] texels = new float[4 * SIZE * SIZE];
    for (int row = 0; row < SIZE; row++) {
      for (int column = 0; column < SIZE; column++) {
        int at = 4 * (row * SIZE + column);
        for (Face.Layer layer : face.layers()) {
          float coverage = coverage(layer.shape(), row, column);
          Colour colour = layer.colour();
          texels[at] = (float) over(texels[at], colour.red(), coverage);
          texels[at + 1] = (float) over(texels[at + 1], colour.green(), coverage);
          texels[at + 2] = (float) over(texels[at + 2], colour.blue(), coverage);
          texels[at + 3] = (float) over(texels[at + 3], 1, coverage);
        }
      }
    }
    return new SignTexture(texels);
  }

  /**
   * Adds the bilinear sample at a point of the sign's plane to {@code sum[0..3]}: premultiplied
   * colour and coverage, nothing outside the texture.
   */
  void addSample(double x, double y, double[] sum) {
    double u = (x + REACH) * (SIZE / (2 * REACH)) - 0.5;
    double v = (y + REACH) * (SIZE / (2 * REACH)) - 0.5;
    if (!(u >= 0 && v >= 0 && u < SIZE - 1 && v < SIZE - 1)) {
      return;
    }
    int column = (int) u;
    int row = (int) v;
    double right = u - column;
    double below = v - row;
    int top = 4 * (row * SIZE + column);
    int bottom = top + 4 * SIZE;
    for (int c = 0; c < 4; c++) {
      double upper = texels[top + c] + right * (texels[top + 4 + c] - texels[top + c]);
      double lower = texels[bottom + c] + right * (texels[bottom + 4 + c] - texels[bottom + c]);
      sum[c] += upper + below * (lower - upper);
    }
  }

  private static double over(double under, double colour, double coverage) {
    return under * (1 - coverage) + colour * coverage;
  }

  private static float coverage(Shape shape, int row, int column) {
    int inside = 0;
    for (int k = 0; k < SUBSAMPLES; k++) {
      for (int i = 0; i < SUBSAMPLES; i++) {
        double u = column + (i + 0.5) / SUBSAMPLES;
        double v = row + (k + 0.5) / SUBSAMPLES;
        if (shape.contains(u * 2 * REACH / SIZE - REACH, v * 2 * REACH / SIZE - REACH)) {
          inside++;
        }
      }
    }
    return (float) inside / (SUBSAMPLES * SUBSAMPLES);
  }
}
