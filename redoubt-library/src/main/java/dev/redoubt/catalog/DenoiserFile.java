package dev.redoubt.catalog;

import dev.redoubt.certify.smoothing.Denoiser;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.DiffusionBundle;
import dev.redoubt.nn.Safetensors;
import dev.redoubt.purify.Autoencoder;
import dev.redoubt.purify.diffusion.OneStepDenoiser;

/** Denoisers for smoothing from their files, whatever kind they are of. */
final class DenoiserFile {
  private DenoiserFile() {}

  /**
   * A diffusion model, asked once, or a denoising autoencoder.
   *
   * @param name of the file
   * @param input that it has to be for
   * @throws dev.redoubt.BadInputException if it is neither, corrupt, or for other inputs
   */
  static Denoiser read(String name, byte[] content, InputSpec input) {
    return DiffusionBundle.isBundle(Safetensors.read(name, content))
        ? OneStepDenoiser.read(name, content, input)
        : Autoencoder.read(name, content, input).denoiser();
  }
}
