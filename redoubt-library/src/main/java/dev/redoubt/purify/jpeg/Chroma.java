package dev.redoubt.purify.jpeg;

import dev.redoubt.tensor.Edges;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;

/** Chroma at half the resolution in both directions (4:2:0). */
final class Chroma {
  /** The codec's least width at which it interpolates. */
  private static final int NARROWEST_INTERPOLATED = 3;

  private Chroma() {}

  /**
   * Means of 2 × 2 samples. Odd sizes are continued by repetition; to the right that goes on to
   * full blocks <em>before</em> the means are taken, as in the codec, while downwards whoever codes
   * the plane continues it.
   *
   * @param chroma {@code [n, 2, height, width]}
   * @return {@code [n, 2, ⌈height/2⌉, 8 ⌈width/16⌉]}
   */
  static Tensor halved(Tensor chroma, Arithmetic arithmetic) {
    long height = chroma.size(2);
    long width = chroma.size(3);
    Tensor high = Edges.repeated(chroma, 2, 0, (int) (height % 2));
    Tensor full = Edges.repeated(high, 3, 0, Math.floorMod(-width, 2 * BlockTransform.SIDE));
    long[] pairs = {2, 2};
    Tensor means = Neural.avgPool2d(full, pairs, pairs, new long[] {0, 0}, false, false);
    // Halves go down in even columns and up in odd ones, so that there is no drift.
    return arithmetic.whole(means.plus(alternating(means, -1. / 8, 0)));
  }

  /**
   * Twice the size: each sample is {@code (9a + 3b + 3c + d) / 16} of the four nearest, by a
   * triangle in each direction.
   *
   * @param halved {@code [n, 2, h, w]}
   * @return {@code [n, 2, 2h, 2w]}
   */
  static Tensor doubled(Tensor halved, Arithmetic arithmetic) {
    double centre = halved.size(3) < NARROWEST_INTERPOLATED ? 1 : .75;
    Tensor down = interpolation(halved.size(2), centre).like(halved);
    Tensor across = interpolation(halved.size(3), centre).like(halved);
    Tensor tall = Layout.transpose(Neural.matmul(Layout.transpose(halved, 2, 3), down), 2, 3);
    Tensor large = Neural.matmul(tall, across);
    // Halves go up in even columns and down in odd ones.
    return arithmetic.whole(large.plus(alternating(large, 0, -1. / 32)));
  }

  /** The matrix M with {@code doubled = values M}, {@code [length, 2·length]}. */
  private static Tensor interpolation(long length, double centre) {
    int n = Math.toIntExact(length);
    double[] matrix = new double[2 * n * n];
    for (int to = 0; to < 2 * n; to++) {
      int near = to / 2;
      int far = Math.max(0, Math.min(n - 1, to % 2 == 0 ? near - 1 : near + 1));
      matrix[near * 2 * n + to] += centre;
      matrix[far * 2 * n + to] += 1 - centre;
    }
    return Tensors.of(matrix, n, 2L * n);
  }

  /** One value for even columns, another for odd ones; a row of {@code like}. */
  private static Tensor alternating(Tensor like, double even, double odd) {
    double[] row = new double[Math.toIntExact(like.size(3))];
    for (int i = 0; i < row.length; i++) {
      row[i] = i % 2 == 0 ? even : odd;
    }
    return Tensors.of(row, row.length).like(like);
  }
}
