package dev.redoubt.diffusion;

import dev.redoubt.tensor.Tensor;

/** Guesses the noise in noisy samples; on the tape of its inputs. */
@FunctionalInterface
public interface NoiseModel {
  /**
   * The mean of the noise ε in {@code x = √ᾱ x₀ + √(1-ᾱ) ε}, as far as it can be told from x.
   *
   * @param x {@code [n, ...]}, whose samples lay in [-1, 1]
   * @param step the step of each row, {@code [n]}, counted from 0 as networks are trained on it: 0
   *     for the first with noise; between whole numbers for the SDE
   * @return of the shape of {@code x}
   */
  Tensor noise(Tensor x, Tensor step);
}
