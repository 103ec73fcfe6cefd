package dev.redoubt.audit.remedy;

import dev.redoubt.tensor.Tensor;

/** Values with the derivative of something else. */
final class Graft {
  private Graft() {}

  /**
   * The first's value with the second's derivative. What is added is zero, not nearly zero, so that
   * not a bit of the value changes.
   *
   * @param value its own derivative stays
   * @param substitute finite, of the same shape
   */
  static Tensor of(Tensor value, Tensor substitute) {
    return value.plus(substitute.minus(substitute.detached()));
  }
}
