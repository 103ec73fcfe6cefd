package dev.redoubt.tensor;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;

/** Relations between elements, and the logic of truth values. Two operands broadcast. */
public final class Comparison {
  private Comparison() {}

  /** {@code a = b}. */
  public static Tensor equal(Tensor a, Tensor b) {
    return new Tensor(torch.eq(a.raw, b.raw));
  }

  /** {@code a < b}. */
  public static Tensor less(Tensor a, Tensor b) {
    return new Tensor(torch.lt(a.raw, b.raw));
  }

  /** {@code a < value}. */
  public static Tensor less(Tensor a, double value) {
    return new Tensor(torch.lt(a.raw, new Scalar(value)));
  }

  /** {@code a <= b}. */
  public static Tensor atMost(Tensor a, Tensor b) {
    return new Tensor(torch.le(a.raw, b.raw));
  }

  /** Both. */
  public static Tensor and(Tensor a, Tensor b) {
    return new Tensor(torch.logical_and(a.raw, b.raw));
  }

  /** One or both. */
  public static Tensor or(Tensor a, Tensor b) {
    return new Tensor(torch.logical_or(a.raw, b.raw));
  }

  /** One but not both. */
  public static Tensor xor(Tensor a, Tensor b) {
    return new Tensor(torch.logical_xor(a.raw, b.raw));
  }

  /** Not. */
  public static Tensor not(Tensor x) {
    return new Tensor(torch.logical_not(x.raw));
  }
}
