package dev.redoubt.certify.smoothing;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A denoiser as a stage (denoised smoothing, Salman et al. 2020): smoothing may then go around a
 * classifier that never saw noise. The certificate is the same as for any other base classifier,
 * and owes nothing to the quality of the denoiser, which only decides how large the radii are.
 *
 * @param denoiser takes the noise away
 * @param sigma deviation of the noise that inputs come with, in pixel space, positive and finite
 * @param takes inputs before the noise
 */
public record Denoising(Denoiser denoiser, double sigma, InputSpec takes) implements Purifier {
  /** What the command line calls it. */
  public static final String NAME = "denoise";

  /** Checks. */
  public Denoising {
    if (!(sigma > 0) || Double.isInfinite(sigma)) {
      throw new BadInputException("sigma must be positive and finite, not " + sigma);
    }
    denoiser.check(sigma);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>(denoiser.settings());
    settings.put("sigma", sigma);
    return settings;
  }

  @Override
  public Tensor apply(Tensor x, Draws draws) {
    return denoiser.denoise(x, sigma, draws);
  }

  @Override
  public Declaration declares() {
    return denoiser.declares(sigma);
  }
}
