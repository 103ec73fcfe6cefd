package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.catalog.Defence;
import dev.redoubt.catalog.MethodNumber;
import dev.redoubt.catalog.SmoothingSettings;
import dev.redoubt.catalog.Smoothings;
import dev.redoubt.certify.smoothing.Denoising;
import dev.redoubt.certify.smoothing.GaussianSmoothing;
import dev.redoubt.certify.smoothing.Smoothing;
import dev.redoubt.data.InputSpec;
import dev.redoubt.threat.Norm;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which random change the classifier is averaged over. */
final class SmoothingOptions {
  @Option(
      names = "--smoothing",
      paramLabel = "NAME",
      description = {
        "gaussian (radii in l2), uniform (l1), ablation or deletion (changed pixels or features); it should be what the model was trained for (default: what a Redoubt model says, else gaussian). So with the numbers below."
      })
  private @Nullable String name;

  @Option(
      names = "--sigma",
      paramLabel = "DEVIATION",
      description = "gaussian, uniform: standard deviation of the noise, in pixel space.")
  private @Nullable Double sigma;

  @Option(
      names = "--kept",
      paramLabel = "K",
      description = "ablation: pixels (features of a table) that are kept.")
  private @Nullable Double kept;

  @Option(
      names = "--deletion-rate",
      paramLabel = "RATE",
      description = "deletion: share of the pixels (features) deleted.")
  private @Nullable Double deletionRate;

  @Option(
      names = "--fill",
      paramLabel = "SHARE",
      description =
          "ablation, deletion: what replaced values hold, between low (0) and high (1) of the range (default: .5).")
  private @Nullable Double fill;

  @Option(
      names = "--norm",
      paramLabel = "NORM",
      description = {
        "l1, l2 or linf: radii in this norm, converted by the known inequalities (default: the norm",
        "of the smoothing)."
      })
  private @Nullable String norm;

  @Option(
      names = "--denoiser",
      paramLabel = "FILE",
      description = {
        "What redoubt train --task diffusion (or denoise) wrote: takes the noise away before the",
        "model sees it, so that a model which never saw noise can be certified, black boxes included."
      })
  private @Nullable String denoiser;

  /** The stages in front of the model: the denoiser for the smoothing's noise, if there is one. */
  Optional<Defence> denoising(Smoothing smoothing) {
    if (denoiser == null) {
      return Optional.empty();
    }
    if (!smoothing.name().equals(GaussianSmoothing.NAME)) {
      throw new BadInputException(
          "--denoiser takes Gaussian noise away, but smoothing %s is of another kind"
              .formatted(smoothing.name()));
    }
    if (denoiser.matches(".*[,|].*")) {
      throw new BadInputException(
          "--denoiser takes a file without commas and bars in its name, not " + denoiser);
    }
    return Optional.of(
        Defence.parse(
            "%s:file=%s,sigma=%s".formatted(Denoising.NAME, denoiser, smoothing.sigma())));
  }

  /**
   * The smoothing.
   *
   * @param input of the model
   * @param trained what is known of the smoothing that the model was trained for
   */
  Smoothing smoothing(InputSpec input, TrainedSmoothing trained) {
    String chosen = name == null ? trained.name().orElse("gaussian") : name;
    SmoothingSettings settings =
        trained.name().filter(chosen::equals).isPresent()
            ? trained.settings(input)
            : SmoothingSettings.NONE;
    if (sigma != null) {
      settings = settings.with(MethodNumber.SIGMA, sigma);
    }
    if (kept != null) {
      settings = settings.with(MethodNumber.KEPT, kept);
    }
    if (deletionRate != null) {
      settings = settings.with(MethodNumber.DELETION_RATE, deletionRate);
    }
    if (fill != null) {
      settings = settings.with(MethodNumber.FILL, fill);
    }
    if (norm != null) {
      settings = settings.with(Norm.named(norm));
    }
    return Smoothings.named(chosen, settings, input);
  }
}
