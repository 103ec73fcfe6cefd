package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.catalog.Defence;
import dev.redoubt.catalog.DiffusionWeights;
import dev.redoubt.catalog.ModelOptions;
import dev.redoubt.catalog.Models;
import dev.redoubt.catalog.OpenedModel;
import dev.redoubt.data.Dataset;
import dev.redoubt.diffusion.NoiseSchedule;
import dev.redoubt.model.DiffusionBundle;
import dev.redoubt.model.weights.Rename;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.tensor.Device;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a model's file does not say of it. */
final class ModelDetails {
  @Option(
      names = "--arch",
      paramLabel = "NAME",
      description =
          "For weights alone, what they belong to: common-cnn, lenet5, resnet18, mlp:20,20 …; of diffusion models: unet, unet:32-64-64, unet:cifar, mlp.")
  private @Nullable String arch;

  @Option(
      names = "--map",
      paramLabel = "OLD=NEW",
      description =
          "For weights alone, the architecture's name of a weight or layer; several with commas.")
  private @Nullable String map;

  @Option(
      names = "--input-shape",
      paramLabel = "SHAPE",
      description =
          "One sample's shape, such as 1,28,28, where the file leaves it open or has another (default: as in the file, else as in the data).")
  private @Nullable String shape;

  @Option(
      names = "--input-range",
      paramLabel = "LOW,HIGH",
      description = "Smallest and largest value of an input (default: as in the data).")
  private @Nullable String range;

  @Option(
      names = "--normalize",
      paramLabel = "mean=M,std=S",
      description =
          "Put (x - mean) / std before the model; one value, or one a channel with commas: mean=0.5,0.5,0.5,std=0.2,0.2,0.2.")
  private @Nullable String normalize;

  @Option(
      names = "--layout",
      paramLabel = "LAYOUT",
      description =
          "How the model takes images: nchw, or nhwc for channels last (default: ${DEFAULT-VALUE}).")
  private String layout = "nchw";

  @Option(
      names = "--classes",
      paramLabel = "N",
      description = "The number of classes, where neither model nor data say it.")
  private @Nullable Integer classes;

  @Option(
      names = "--model-option",
      paramLabel = "NAME=VALUE",
      description = {
        "A setting of a black box; may be given several times. For http: answers=labels|logits|",
        "probabilities, budget=N (samples sent at most), rate=N (requests a second), …; see the",
        "guide 'Bring your own model'."
      })
  private Map<String, String> settings = new LinkedHashMap<>();

  /** Opens a model under these options. */
  OpenedModel open(String model, Optional<Dataset> data, Optional<Defence> defence, Device device) {
    ModelOptions options = options(defence);
    if (classes != null && classes < 2) {
      throw new BadInputException("--classes must be at least 2, not " + classes);
    }
    OpenedModel opened = Models.open(model, data.map(options::forData).orElse(options), device);
    if (classes != null && classes != opened.model().classes()) {
      throw new BadInputException(
          "model %s has %d classes, not %d as --classes says"
              .formatted(model, opened.model().classes(), classes));
    }
    return opened;
  }

  /** Opens weights alone as a diffusion model. */
  DiffusionBundle diffusion(String file, Optional<Dataset> data, NoiseSchedule schedule) {
    ModelOptions options = options(Optional.empty());
    return DiffusionWeights.open(
        Path.of(file), data.map(options::forData).orElse(options), schedule);
  }

  private ModelOptions options(Optional<Defence> defence) {
    return new ModelOptions(
        Optional.ofNullable(arch),
        Optional.ofNullable(shape).map(ModelOptions::shape),
        Optional.ofNullable(range).map(ModelOptions::range),
        normalize(),
        channelsLast(),
        Optional.ofNullable(classes),
        map == null ? List.of() : Rename.parse(map),
        settings,
        Optional.empty(),
        defence);
  }

  /** The architecture that was named, if any. */
  Optional<String> arch() {
    return Optional.ofNullable(arch);
  }

  /** Refuses names of weights where there are none to read. */
  void refuseMap() {
    if (map != null) {
      throw new BadInputException("--map renames the weights of a file: give it with --from");
    }
  }

  /** Whether something was said that only weights alone leave open. */
  boolean ofWeights() {
    return arch != null || map != null;
  }

  /** The normalisation that was given, if any. */
  Optional<Normalize> normalize() {
    return Optional.ofNullable(normalize).map(ModelOptions::normalize);
  }

  private boolean channelsLast() {
    return switch (layout) {
      case "nchw" -> false;
      case "nhwc" -> true;
      default ->
          throw new BadInputException("unknown layout '" + layout + "', expected nchw or nhwc");
    };
  }
}
