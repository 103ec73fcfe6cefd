package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.catalog.Architectures;
import dev.redoubt.catalog.Defence;
import dev.redoubt.catalog.Denoisers;
import dev.redoubt.catalog.ModelFormat;
import dev.redoubt.catalog.OpenedModel;
import dev.redoubt.catalog.Recipes;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.detect.Watcher;
import dev.redoubt.model.AdaptedModel;
import dev.redoubt.model.script.ScriptModel;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.pipeline.Stage;
import dev.redoubt.tensor.Device;
import dev.redoubt.train.DefendedTrainee;
import dev.redoubt.train.NetworkTrainee;
import dev.redoubt.train.ScriptTrainee;
import dev.redoubt.train.Trainee;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What training starts from: a fresh network, or a model that is there. */
final class StartingPoint {
  @Option(
      names = "--from",
      paramLabel = "MODEL",
      description = {
        "Go on from a model, to fine-tune it: a Redoubt model, ONNX, TorchScript that is not frozen,",
        "or weights alone (with --arch); with other tasks, what they write, or weights of diffusion",
        "models. Default: a fresh network of --arch."
      })
  private @Nullable String from;

  @Mixin private ModelDetails details = new ModelDetails();

  /**
   * What is to be trained, and where it comes from.
   *
   * @param trainee with its first weights
   * @param origin for provenance: an architecture, or a file with its digest
   * @param labels class names
   * @param defence that it is trained behind
   */
  record Start(Trainee trainee, String origin, List<String> labels, Defence defence) {}

  /** The architecture, where defaults depend on it. */
  String architecture() {
    return details.arch().orElse("");
  }

  /** For a denoiser. */
  DenoiserStart openDenoiser(Dataset dataset, Device device, long seed) {
    if (from != null && details.arch().isPresent()) {
      throw new BadInputException(
          "--arch is for a fresh network: with --task denoise, --from brings its own");
    }
    return from == null
        ? DenoiserStart.fresh(details.arch().orElse(Denoisers.USUAL), dataset, device, seed)
        : DenoiserStart.from(Path.of(from), dataset, device);
  }

  /** For a diffusion model. */
  DiffusionStart openDiffusion(Dataset dataset, DiffusionOptions noise, Device device, long seed) {
    if (from == null) {
      details.refuseMap();
      return DiffusionStart.fresh(details.arch(), noise.schedule(), dataset, device, seed);
    }
    Path file = Path.of(from);
    if (!ModelFormat.isDiffusion(file)) {
      return DiffusionStart.weights(
          file, details.diffusion(from, Optional.of(dataset), noise.schedule()).to(device).model());
    }
    if (details.ofWeights()) {
      throw new BadInputException(
          "--arch and --map are for a fresh network or weights alone: diffusion model %s brings its own"
              .formatted(from));
    }
    DiffusionStart start = DiffusionStart.from(file, dataset, device);
    noise.keep(start.model().schedule());
    return start;
  }

  Start open(Dataset dataset, Optional<Defence> defence, Device device, long seed) {
    Start start =
        from == null
            ? fresh(dataset, defence.orElse(Defence.NONE), device, seed)
            : opened(from, dataset, defence, device);
    if (start.defence().isEmpty()) {
      return start;
    }
    List<Stage> stages = start.defence().stages(dataset.input());
    if (stages.stream().anyMatch(Watcher.class::isInstance)) {
      throw new BadInputException(
          "a detector belongs to one model as it is, and training makes another: train without it, and fit it again afterwards");
    }
    return new Start(
        new DefendedTrainee(start.trainee(), stages),
        start.origin(),
        start.labels(),
        start.defence());
  }

  private Start fresh(Dataset dataset, Defence defence, Device device, long seed) {
    String name =
        details
            .arch()
            .orElseThrow(
                () ->
                    new BadInputException(
                        "there is nothing to train: give --arch for a fresh network (%s), or --from a model"
                            .formatted(String.join(", ", Architectures.names()))));
    int classes = dataset.classes().size();
    InputSpec inner = defence.gives(dataset.input());
    Graph graph =
        Architectures.named(name).graph(inner.shape(), classes, normalization(dataset, inner));
    Network network = Network.create(graph, seed).to(device);
    return new Start(new NetworkTrainee(network, inner, classes), name, dataset.classes(), defence);
  }

  /** As it was asked for, or as the data want it; none for what is no image any more. */
  private @Nullable Normalize normalization(Dataset dataset, InputSpec inner) {
    boolean sameShape = inner.shape().equals(dataset.input().shape());
    return details
        .normalize()
        .or(
            () ->
                sameShape ? Optional.ofNullable(Recipes.normalization(dataset)) : Optional.empty())
        .orElse(null);
  }

  private Start opened(String model, Dataset dataset, Optional<Defence> defence, Device device) {
    OpenedModel opened = details.open(model, Optional.of(dataset), defence, device);
    int classes = opened.model().classes();
    if (classes != dataset.classes().size()) {
      throw new BadInputException(
          "model %s has %d classes, but data %s have %d"
              .formatted(model, classes, dataset.name(), dataset.classes().size()));
    }
    if (!opened.takes().shape().equals(dataset.input().shape())) {
      throw new BadInputException(
          "model %s takes inputs of shape %s, but data %s have %s"
              .formatted(model, opened.takes().shape(), dataset.name(), dataset.input().shape()));
    }
    return new Start(
        trainee(model, opened, dataset),
        model + ", sha256 " + opened.digest(),
        opened.labels(),
        opened.defence());
  }

  private static Trainee trainee(String model, OpenedModel opened, Dataset dataset) {
    if (opened.bundle().isPresent()) {
      return new NetworkTrainee(
          opened.bundle().get().network(), opened.model().input(), dataset.classes().size());
    }
    if (opened.model() instanceof ScriptModel script) {
      return new ScriptTrainee(script);
    }
    throw new BadInputException(
        "model %s (%s) has no weights that could be trained%s"
            .formatted(
                model,
                opened.facts().getOrDefault("format", "a black box"),
                opened.model() instanceof AdaptedModel ? " behind --normalize or --layout" : ""));
  }
}
