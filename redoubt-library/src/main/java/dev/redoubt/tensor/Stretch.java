package dev.redoubt.tensor;

/**
 * What becomes of one side of an image: a stretch of its pixels is resized and put somewhere on a
 * side of the same length. Pixels are interpolated linearly between their centres (half-pixel
 * centres, no antialiasing), and those at the ends of the stretch go on beyond it.
 *
 * @param from the first pixel of the stretch
 * @param length pixels of the stretch, at least 1
 * @param to where its first pixel comes to lie
 * @param newLength pixels that it has then, at least 1
 */
public record Stretch(int from, int length, int to, int newLength) {
  /**
   * Writes it as a matrix that is multiplied with a column of pixels.
   *
   * @param matrix {@code side · side} zeros, row-major: one row a pixel afterwards, one column a
   *     pixel before. Rows outside of the stretch stay zero, all others sum to 1
   */
  public void write(float[] matrix, int side) {
    double step = (double) length / newLength;
    for (int i = 0; i < newLength; i++) {
      double centre = Math.min(Math.max((i + 0.5) * step - 0.5, 0), length - 1);
      int before = (int) centre;
      double share = centre - before;
      int row = (to + i) * side + from;
      matrix[row + before] = (float) (1 - share);
      if (share > 0) {
        matrix[row + before + 1] = (float) share;
      }
    }
  }
}
