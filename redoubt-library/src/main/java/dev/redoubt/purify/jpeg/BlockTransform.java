package dev.redoubt.purify.jpeg;

import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;

/**
 * The discrete cosine transform of 8 × 8 blocks in the codec's fixed-point arithmetic (Loeffler,
 * Ligtenberg and Moschytz 1989, with constants of 13 bits). Each of its two passes is linear up to
 * one rounding at its end, so a pass is a matrix: whole numbers over 2¹³, which differ from cosines
 * by what the codec's constants do.
 */
final class BlockTransform {
  /** The side of a block. */
  static final int SIDE = 8;

  private static final double SCALE = 1 << 13;

  /** Between the passes, values are kept to a quarter. */
  private static final double BETWEEN = 4;

  /** The left halves of the rows; even rows are symmetric, odd ones antisymmetric. */
  private static final int[][] HALF_ROWS = {
    {8192, 8192, 8192, 8192},
    {11363, 9633, 6437, 2260},
    {10703, 4433, -4433, -10703},
    {9633, -2259, -11362, -6436},
    {8192, -8192, -8192, 8192},
    {6437, -11362, 2261, 9633},
    {4433, -10704, 10704, -4433},
    {2260, -6436, 9633, -11363}
  };

  private final Arithmetic arithmetic;
  private final Tensor matrix;

  /** Computes with tensors of the type and device of {@code like}. */
  BlockTransform(Arithmetic arithmetic, Tensor like) {
    this.arithmetic = arithmetic;
    this.matrix = matrix().like(like);
  }

  private static Tensor matrix() {
    double[] values = new double[SIDE * SIDE];
    for (int row = 0; row < SIDE; row++) {
      for (int i = 0; i < SIDE / 2; i++) {
        double value = HALF_ROWS[row][i] / SCALE;
        values[row * SIDE + i] = value;
        values[row * SIDE + SIDE - 1 - i] = row % 2 == 0 ? value : -value;
      }
    }
    return Tensors.of(values, SIDE, SIDE);
  }

  /**
   * Coefficients, 8 times as large as those of the orthonormal transform: first along rows.
   *
   * @param blocks {@code [..., 8, 8]}, centred at zero
   * @return {@code [..., u, v]}: horizontal frequency first
   */
  Tensor coefficients(Tensor blocks) {
    Tensor forward = Layout.transpose(matrix, 0, 1);
    Tensor rows = arithmetic.whole(Neural.matmul(blocks, forward).times(BETWEEN));
    return arithmetic.whole(Neural.matmul(turned(rows), forward).dividedBy(BETWEEN));
  }

  /**
   * Samples from coefficients, first along columns.
   *
   * @param coefficients {@code [..., u, v]} of the orthonormal transform
   * @return {@code [..., 8, 8]}, centred at zero
   */
  Tensor samples(Tensor coefficients) {
    Tensor columns = arithmetic.whole(Neural.matmul(coefficients, matrix).times(BETWEEN));
    return arithmetic.whole(Neural.matmul(turned(columns), matrix).dividedBy(BETWEEN * SIDE));
  }

  private static Tensor turned(Tensor blocks) {
    return Layout.transpose(blocks, -1, -2);
  }
}
