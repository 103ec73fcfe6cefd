package dev.redoubt.threat;

import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Tensor;

/**
 * The box that all inputs lie in, attacked or not.
 *
 * @param low the smallest value of any feature
 * @param high the largest value of any feature
 */
public record InputDomain(double low, double high) {
  /** The range that a dataset or a model declares. */
  public static InputDomain of(InputSpec spec) {
    return new InputDomain(spec.low(), spec.high());
  }

  /**
   * How much rounding to float32 may add to the norm of a perturbation, so that balls can be drawn
   * that much smaller. Nothing for domains within [-1, 1], where it stays under the tolerance of
   * re-checks.
   *
   * @param weight how single features' rounding adds up: 1 for Linf, √d for L2, d for L1
   */
  double rounding(double weight) {
    double largest = Math.max(Math.abs(low), Math.abs(high));
    return largest <= 1 ? 0 : Math.ulp((float) largest) * weight;
  }

  /** Which features a gradient pushes against the box at one of its points. */
  Tensor blocked(Tensor x, Tensor gradient) {
    return Bounds.blocked(gradient, x.negated().plus(high), x.minus(low), 0);
  }

  /** The nearest point of the box, for every norm. */
  public Tensor clamp(Tensor x) {
    return Elementwise.clamp(x, low, high);
  }
}
