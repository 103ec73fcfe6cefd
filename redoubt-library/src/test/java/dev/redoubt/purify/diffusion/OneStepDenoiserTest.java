package dev.redoubt.purify.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.certify.smoothing.Denoising;
import dev.redoubt.data.InputSpec;
import dev.redoubt.diffusion.DiffusionModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import org.junit.jupiter.api.Test;

class OneStepDenoiserTest {
  private static float[] denoised(DiffusionModel model, double sigma, float... noisy) {
    return Scope.value(
        () ->
            new OneStepDenoiser(model, "x")
                .denoise(Tensors.of(noisy, 1, 2), sigma, Draws.NONE)
                .floats());
  }

  /** Data of deviation s around the middle: the posterior's mean shrinks by s² / (s² + σ²). */
  @Test
  void exactModelGivesThePosteriorsMean() {
    double sigma = .25; // of pixels, so .5 of values in [-1, 1]
    double spread = .6;
    double signal = 1 / (1 + .25);
    double factor = Math.sqrt(1 - signal) / (signal * spread * spread + 1 - signal);
    double kept = spread * spread / (spread * spread + .25);

    float[] unit = denoised(Nets.affine(factor, 0, 0, 1), sigma, .9f, .3f);
    assertThat(unit[0]).isCloseTo((float) (.5 + kept * .4), within(1e-6f));
    assertThat(unit[1]).isCloseTo((float) (.5 - kept * .2), within(1e-6f));

    float[] bytes = denoised(Nets.affine(factor, 0, 0, 255), 255 * sigma, 229.5f, 76.5f);
    assertThat(bytes[0] / 255).isCloseTo(unit[0], within(1e-5f));
    assertThat(bytes[1] / 255).isCloseTo(unit[1], within(1e-5f));
  }

  @Test
  void tellsTheModelTheStepOfTheNoise() {
    // The noise of step 200 (from 0) exactly: sigma of pixels is half of that in [-1, 1].
    double sigma = Nets.SCHEDULE.noiseToSignal(201) / 2;
    float[] clean = denoised(Nets.affine(1e-9, 1e-3, 0, 1), sigma, .5f, .5f);

    // x₀ = -(noise / signal) ε with ε = .2, and half of that in pixels.
    assertThat(clean[0]).isCloseTo((float) (.5 - sigma * .2), within(1e-5f));
  }

  @Test
  void isClippedToTheRange() {
    assertThat(denoised(Nets.affine(1e-9, 0, 0, 1), .1, 1.4f, -.2f)).containsExactly(1, 0);
  }

  @Test
  void noiseBeyondTheScheduleIsRefused() {
    DiffusionModel model = Nets.affine(1, 0, 0, 1);
    OneStepDenoiser denoiser = new OneStepDenoiser(model, "net.safetensors");
    InputSpec input = model.input();
    double last = Nets.SCHEDULE.noiseToSignal(1000) / 2;

    assertThat(new Denoising(denoiser, last * .999, input).settings())
        .containsEntry("model", "net.safetensors");
    assertThatThrownBy(() -> new Denoising(denoiser, last * 1.001, input))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("sigma 78.", "beyond the schedule", "net.safetensors", "78.7");
  }
}
