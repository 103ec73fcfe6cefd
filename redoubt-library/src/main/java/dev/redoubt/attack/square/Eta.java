package dev.redoubt.attack.square;

/**
 * The pattern η of the Square Attack for L2 and L1 (Andriushchenko et al. 2020, equation 2): two
 * blocks of opposite signs, each a sum of nested rectangles around its middle. The m-th of them, m
 * = 0, 1, …, reaches m places to each side, and its weight is {@code 1/(m+1)²} for L2 and {@code
 * 1/(m+1)⁴} for L1. Each block has norm 1 before they are joined, and so has the whole.
 */
final class Eta {
  private Eta() {}

  /**
   * A pattern of norm 1, row by row.
   *
   * @param beside whether the blocks stand side by side rather than one above the other; the first
   *     is the smaller if they differ, and absent if there is room for one alone
   */
  static double[] of(Mass mass, Extent extent, boolean beside) {
    if (beside) {
      Extent turned = extent.turned();
      return transposed(of(mass, turned, false), turned);
    }
    int height = extent.height();
    int width = extent.width();
    double[] pattern = new double[height * width];
    int half = height / 2;
    add(block(mass, half, width), 1, pattern, 0);
    add(block(mass, height - half, width), -1, pattern, half * width);
    scaleToOne(mass, pattern);
    return pattern;
  }

  /** One block of norm 1; nothing if it has no rows. */
  private static double[] block(Mass mass, int height, int width) {
    int middleRow = height / 2;
    int middleColumn = width / 2;
    int largest = Math.max(middleRow, middleColumn);
    // What a place has that lies inside of the rectangles from the m-th on.
    double[] fromHere = new double[largest + 2];
    for (int m = largest; m >= 0; m--) {
      fromHere[m] = fromHere[m + 1] + mass.weight(m);
    }
    double[] block = new double[height * width];
    for (int i = 0; i < block.length; i++) {
      int rows = Math.abs(i / width - middleRow);
      int columns = Math.abs(i % width - middleColumn);
      block[i] = fromHere[Math.max(rows, columns)];
    }
    scaleToOne(mass, block);
    return block;
  }

  private static void add(double[] block, int sign, double[] pattern, int offset) {
    for (int i = 0; i < block.length; i++) {
      pattern[offset + i] += sign * block[i];
    }
  }

  private static void scaleToOne(Mass mass, double[] values) {
    double total = 0;
    for (double value : values) {
      total += mass.of(value);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] /= mass.norm(total);
    }
  }

  private static double[] transposed(double[] values, Extent extent) {
    double[] transposed = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      transposed[i % extent.width() * extent.height() + i / extent.width()] = values[i];
    }
    return transposed;
  }
}
