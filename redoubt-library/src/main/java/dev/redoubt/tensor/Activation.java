package dev.redoubt.tensor;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;

/** The nonlinearities of networks, beside those in {@link Neural}. */
public final class Activation {
  /** Above it {@code log(1 + e^x)} and x are one number, even in fp64. */
  private static final double SOFTPLUS_IS_LINEAR = 50;

  private Activation() {}

  /** {@code 1 / (1 + e^-x)}. */
  public static Tensor sigmoid(Tensor x) {
    return new Tensor(torch.sigmoid(x.raw));
  }

  /** The hyperbolic tangent. */
  public static Tensor tanh(Tensor x) {
    return new Tensor(torch.tanh(x.raw));
  }

  /** {@code log(1 + e^x)}. */
  public static Tensor softplus(Tensor x) {
    return new Tensor(torch.softplus(x.raw, new Scalar(1.0), new Scalar(SOFTPLUS_IS_LINEAR)));
  }

  /** {@code x / (1 + |x|)}. */
  public static Tensor softsign(Tensor x) {
    return new Tensor(torch.softsign(x.raw));
  }

  /** {@code x · min(max(x / 6 + 1/2, 0), 1)} (Howard et al. 2019). */
  public static Tensor hardSwish(Tensor x) {
    return new Tensor(torch.hardswish(x.raw));
  }

  /** {@code x · tanh(softplus(x))} (Misra 2019). */
  public static Tensor mish(Tensor x) {
    return new Tensor(torch.mish(x.raw));
  }

  /** {@code x · Φ(x)} (Hendrycks and Gimpel 2016), or its approximation by tanh. */
  public static Tensor gelu(Tensor x, boolean tanh) {
    return new Tensor(torch.gelu(x.raw, tanh ? "tanh" : "none"));
  }

  /** x where it is positive, {@code slope · x} elsewhere. */
  public static Tensor leakyRelu(Tensor x, double slope) {
    return new Tensor(torch.leaky_relu(x.raw, new Scalar(slope)));
  }

  /**
   * {@code scale · x} where x is positive, {@code scale · alpha · (e^(inner · x) - 1)} elsewhere.
   */
  public static Tensor elu(Tensor x, double alpha, double scale, double inner) {
    return new Tensor(torch.elu(x.raw, new Scalar(alpha), new Scalar(scale), new Scalar(inner)));
  }

  /** {@code e^x / Σ e^x} along {@code dim}. */
  public static Tensor softmax(Tensor x, int dim) {
    return new Tensor(torch.softmax(x.raw, dim));
  }

  /** The logarithm of {@link #softmax}. */
  public static Tensor logSoftmax(Tensor x, int dim) {
    return new Tensor(torch.log_softmax(x.raw, dim));
  }
}
