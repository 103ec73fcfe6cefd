package dev.redoubt.tensor;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Operations that treat every element by itself. Two operands broadcast. */
public final class Elementwise {
  private Elementwise() {}

  /** {@code |x|}. */
  public static Tensor abs(Tensor x) {
    return new Tensor(torch.abs(x.raw));
  }

  /** -1, 0 or 1. */
  public static Tensor sign(Tensor x) {
    return new Tensor(torch.sign(x.raw));
  }

  /** The square root. */
  public static Tensor sqrt(Tensor x) {
    return new Tensor(torch.sqrt(x.raw));
  }

  /** {@code e^x}. */
  public static Tensor exp(Tensor x) {
    return new Tensor(torch.exp(x.raw));
  }

  /** The natural logarithm. */
  public static Tensor log(Tensor x) {
    return new Tensor(torch.log(x.raw));
  }

  /** {@code min(max(x, low), high)} with scalar bounds. */
  public static Tensor clamp(Tensor x, double low, double high) {
    return new Tensor(
        torch.clamp(
            x.raw, new ScalarOptional(new Scalar(low)), new ScalarOptional(new Scalar(high))));
  }

  /** {@code min(max(x, low), high)} with a bound an element. */
  public static Tensor clamp(Tensor x, Tensor low, Tensor high) {
    return new Tensor(
        torch.clamp(x.raw, new TensorOptional(low.raw), new TensorOptional(high.raw)));
  }

  /**
   * {@code low + share (high - low)}, such that shares 0 and 1 give the ends exactly, and shares
   * between give nothing outside of them.
   */
  public static Tensor between(Tensor low, Tensor high, Tensor share) {
    return new Tensor(torch.lerp(low.raw, high.raw, share.raw));
  }

  /** {@code max(x, low)}. */
  public static Tensor atLeast(Tensor x, double low) {
    return new Tensor(torch.clamp_min(x.raw, new Scalar(low)));
  }

  /** The smaller of two. */
  public static Tensor minimum(Tensor a, Tensor b) {
    return new Tensor(torch.minimum(a.raw, b.raw));
  }

  /** {@code condition ? a : b}. */
  public static Tensor where(Tensor condition, Tensor a, Tensor b) {
    return new Tensor(torch.where(condition.raw, a.raw, b.raw));
  }

  /**
   * {@code a} where {@code condition} is positive, else 0: several times as fast as {@link #where}
   * on conditions without a pattern.
   */
  public static Tensor wherePositive(Tensor condition, Tensor a) {
    return new Tensor(torch.threshold_backward(a.raw, condition.raw, new Scalar(0.0)));
  }

  /** {@code a > b}. */
  public static Tensor greater(Tensor a, Tensor b) {
    return new Tensor(torch.gt(a.raw, b.raw));
  }

  /** {@code a > value}. */
  public static Tensor greater(Tensor a, double value) {
    return new Tensor(torch.gt(a.raw, new Scalar(value)));
  }

  /** {@code a >= b}. */
  public static Tensor atLeast(Tensor a, Tensor b) {
    return new Tensor(torch.ge(a.raw, b.raw));
  }

  /** Neither NaN nor infinite. */
  public static Tensor isFinite(Tensor x) {
    return new Tensor(torch.isfinite(x.raw));
  }

  /** {@code min(max(x, low), high)}; bounds may be infinite. The element type stays. */
  public static Tensor clip(Tensor x, double low, double high) {
    if (x.dtype() != DType.INT64) {
      return clamp(x, low, high);
    }
    Scalar least = new Scalar((long) Math.ceil(low)); // the cast saturates
    Scalar most = new Scalar((long) Math.floor(high));
    return new Tensor(torch.clamp(x.raw, new ScalarOptional(least), new ScalarOptional(most)));
  }

  /** The larger of two. */
  public static Tensor maximum(Tensor a, Tensor b) {
    return new Tensor(torch.maximum(a.raw, b.raw));
  }

  /** {@code a / b} of integers, truncated toward zero. */
  public static Tensor quotient(Tensor a, Tensor b) {
    return Scope.tensors(
        () -> {
          org.bytedeco.pytorch.Tensor divisible = torch.sub(a.raw, torch.fmod(a.raw, b.raw));
          return new Tensor(torch.floor_divide(divisible, b.raw));
        });
  }

  /** {@code base ^ exponent}. */
  public static Tensor power(Tensor base, Tensor exponent) {
    return new Tensor(torch.pow(base.raw, exponent.raw));
  }

  /** The error function. */
  public static Tensor erf(Tensor x) {
    return new Tensor(torch.erf(x.raw));
  }

  /**
   * The quantile function Φ⁻¹ of the standard normal distribution, of floats: infinite at 0 and 1,
   * NaN outside of [0, 1].
   */
  public static Tensor inverseNormal(Tensor x) {
    return new Tensor(torch.special_ndtri(x.raw));
  }

  /** The sine. */
  public static Tensor sin(Tensor x) {
    return new Tensor(torch.sin(x.raw));
  }

  /** The cosine. */
  public static Tensor cos(Tensor x) {
    return new Tensor(torch.cos(x.raw));
  }

  /** The nearest whole number, the even one of two. Its gradient is zero. */
  public static Tensor round(Tensor x) {
    return new Tensor(torch.round(x.raw));
  }

  /** The largest whole number that is not above. Its gradient is zero. */
  public static Tensor floor(Tensor x) {
    return new Tensor(torch.floor(x.raw));
  }

  /** The smallest whole number that is not below. Its gradient is zero. */
  public static Tensor ceil(Tensor x) {
    return new Tensor(torch.ceil(x.raw));
  }
}
