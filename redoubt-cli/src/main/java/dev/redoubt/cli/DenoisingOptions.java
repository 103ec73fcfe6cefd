package dev.redoubt.cli;

import dev.redoubt.train.NoiseLevels;
import picocli.CommandLine.Option;

/** What a denoiser learns to take away. */
final class DenoisingOptions {
  @Option(
      names = "--noise",
      paramLabel = "SIGMA|LOW:HIGH",
      description = {
        "With --task denoise: deviation of the Gaussian noise, in pixel space. Each sample has its",
        "own, evenly from 0 (or LOW) to this one (default: ${DEFAULT-VALUE})."
      })
  private String noise = "0.1";

  NoiseLevels noise() {
    return NoiseLevels.parse(noise);
  }
}
