package dev.redoubt.certify.smoothing;

import dev.redoubt.model.Declaration;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.Map;

/** Takes Gaussian noise of a known strength away again. */
@FunctionalInterface
public interface Denoiser {
  /**
   * Guesses the clean points.
   *
   * @param noisy {@code [n, ...]} in pixel space, not clipped; may be on the tape, on which the
   *     result is then as well, unless the denoiser declares otherwise
   * @param sigma deviation of the noise that was added, in pixel space, positive
   * @param draws one stream a row, for denoisers that are random
   * @return of the same shape
   */
  Tensor denoise(Tensor noisy, double sigma, Draws draws);

  /**
   * Refuses noise that it can't take away.
   *
   * @param sigma as above
   * @throws dev.redoubt.BadInputException in one sentence
   */
  default void check(double sigma) {}

  /** What it is, by name, for provenance. */
  default Map<String, Object> settings() {
    return Map.of();
  }

  /**
   * How it wants to be attacked: unless it says otherwise, differentiable and deterministic.
   *
   * @param sigma as above
   */
  default Declaration declares(double sigma) {
    return Declaration.PLAIN;
  }
}
