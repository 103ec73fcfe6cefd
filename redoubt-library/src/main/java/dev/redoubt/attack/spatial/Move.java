package dev.redoubt.attack.spatial;

/**
 * One way to move an image: turned and scaled about its middle, then shifted.
 *
 * @param degrees anticlockwise, as it is seen with rows from above to below
 * @param right shift in shares of the width
 * @param down shift in shares of the height
 * @param scale factor by which what is seen grows
 */
record Move(double degrees, double right, double down, double scale) {
  /**
   * Writes the map from a pixel (column, row, 1) of the moved image to where it comes from, as the
   * three rows of a matrix with the columns (column, row).
   */
  void write(float[] map, int height, int width) {
    double angle = Math.toRadians(degrees);
    double cos = Math.cos(angle) / scale;
    double sin = Math.sin(angle) / scale;
    double middleX = (width - 1) / 2.0;
    double middleY = (height - 1) / 2.0;
    double fromX = middleX + right * width;
    double fromY = middleY + down * height;
    map[0] = (float) cos;
    map[1] = (float) sin;
    map[2] = (float) -sin;
    map[3] = (float) cos;
    map[4] = (float) (middleX - cos * fromX + sin * fromY);
    map[5] = (float) (middleY - sin * fromX - cos * fromY);
  }
}
