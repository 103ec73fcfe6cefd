package dev.redoubt.diffusion;

import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;

/** The clean sample that a model sees in a noisy one, in a single look. */
public final class Denoised {
  private Denoised() {}

  /**
   * {@code x₀ = (x - √(1-ᾱ) ε) / √ᾱ} (Ho et al. 2020, equation 15).
   *
   * @param signal ᾱ of all rows
   * @param step of all rows, as {@link NoiseModel} counts them
   */
  public static Tensor of(NoiseModel model, double signal, double step, Tensor x) {
    Tensor when = Tensors.full(step, x.dtype(), x.rows()).to(x.device());
    Tensor noise = model.noise(x, when);
    return x.plus(-Math.sqrt(1 - signal), noise).dividedBy(Math.sqrt(signal));
  }
}
