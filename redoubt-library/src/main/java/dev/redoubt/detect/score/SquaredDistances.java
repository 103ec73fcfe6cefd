package dev.redoubt.detect.score;

import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;

/**
 * Squared Euclidean distances between all vectors of two sets, by one matrix product: {@code ‖a‖² -
 * 2 a·b + ‖b‖²}. In fp64, for in fp32 this loses near points that are far from the origin.
 */
public final class SquaredDistances {
  private SquaredDistances() {}

  /**
   * The distances, fp64, at least 0.
   *
   * @param a {@code [n, d]}
   * @param b {@code [m, d]}
   * @return {@code [n, m]}, on the tape of both
   */
  public static Tensor between(Tensor a, Tensor b) {
    Tensor x = a.to(DType.FLOAT64);
    Tensor y = b.to(DType.FLOAT64).to(a.device());
    Tensor product = Neural.linear(x, y, null);
    Tensor lengths = Layout.unsqueeze(lengths(x), 1).plus(Layout.unsqueeze(lengths(y), 0));
    return Elementwise.atLeast(lengths.plus(-2, product), 0);
  }

  /** The squared length of each vector, {@code [n]}. */
  static Tensor lengths(Tensor vectors) {
    return Reductions.sum(vectors.times(vectors), 1);
  }
}
