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

  /** The nearest point of the box, for every norm. */
  public Tensor clamp(Tensor x) {
    return Elementwise.clamp(x, low, high);
  }
}
