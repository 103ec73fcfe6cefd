package dev.redoubt.purify.diffusion;

import dev.redoubt.BadInputException;
import dev.redoubt.certify.smoothing.Denoiser;
import dev.redoubt.data.InputSpec;
import dev.redoubt.diffusion.Denoised;
import dev.redoubt.diffusion.DiffusionModel;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.Declaration.Backward;
import dev.redoubt.model.DiffusionBundle;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.Map;

/**
 * A diffusion model as a denoiser for smoothing, asked once (Carlini et al. 2023, algorithm 1): the
 * noise that smoothing adds is that of some step of the diffusion, and the model says what the
 * sample was before. Its guess is clipped to the range of inputs.
 *
 * @param source what it is, for provenance
 */
public record OneStepDenoiser(DiffusionModel model, String source) implements Denoiser {
  /**
   * From a file as {@code redoubt train --task diffusion} writes it.
   *
   * @param name of the file
   * @param input that it has to be for
   * @throws BadInputException if the file is of another kind or corrupt, or was trained for other
   *     inputs
   */
  public static OneStepDenoiser read(String name, byte[] content, InputSpec input) {
    DiffusionBundle bundle = DiffusionFiles.read(name, content, input);
    return new OneStepDenoiser(bundle.model(), DiffusionFiles.source(name, bundle));
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("model", source);
  }

  @Override
  public void check(double sigma) {
    step(sigma);
  }

  @Override
  public Tensor denoise(Tensor noisy, double sigma, Draws draws) {
    return Scope.tensors(
        () ->
            Elementwise.clamp(unclipped(noisy, sigma), model.input().low(), model.input().high()));
  }

  /** Clipped pixels have no derivative: what is differentiated in its place is not clipped. */
  @Override
  public Declaration declares(double sigma) {
    return new Declaration(
        new Backward.Surrogate("the same look without clipping", (x, draws) -> unclipped(x, sigma)),
        false);
  }

  private Tensor unclipped(Tensor noisy, double sigma) {
    double centred = model.centredDeviation(sigma);
    double signal = 1 / (1 + centred * centred);
    int step = step(sigma);
    return Scope.tensors(
        () -> {
          Tensor x = model.centred(noisy).times(Math.sqrt(signal));
          return model.pixels(Denoised.of(model, signal, step - 1, x));
        });
  }

  /** The step whose noise is that of the smoothing. */
  private int step(double sigma) {
    return model
        .schedule()
        .stepOf(model.centredDeviation(sigma))
        .orElseThrow(
            () ->
                new BadInputException(
                    "smoothing noise of sigma %s lies beyond the schedule of diffusion model %s, which ends at %.4g"
                        .formatted(sigma, source, largest())));
  }

  private double largest() {
    int last = model.schedule().steps();
    return model.schedule().noiseToSignal(last) / model.centredDeviation(1);
  }
}
