package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.StepSize;
import dev.redoubt.catalog.Architectures;
import dev.redoubt.catalog.Methods;
import dev.redoubt.catalog.Recipes;
import dev.redoubt.data.Dataset;
import dev.redoubt.model.ModelBundle;
import dev.redoubt.nn.Graph;
import dev.redoubt.tensor.Device;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Objective;
import dev.redoubt.train.Recipe;
import dev.redoubt.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code redoubt train}: trains a classifier, plainly or hardened. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Trains a classifier and writes it as one file.",
      "",
      "After each epoch a checkpoint is written beside the output; the same command goes on from it",
      "after a stop, to the same final weights."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  redoubt train --data roadsigns --arch common-cnn --method standard --epochs 15 \\",
      "      --out signs.safetensors",
      "  redoubt train --data mnist:DIR --arch common-cnn --method pgd --threat linf:0.3 \\",
      "      --epochs 20 --out mnist.safetensors",
      "  redoubt train --data cifar10:DIR --arch resnet18 --method pgd --threat linf:8/255 \\",
      "      --augment crop,flip --epochs 30 --out cifar.safetensors"
    })
final class TrainCommand implements Callable<Integer> {
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--arch",
      required = true,
      paramLabel = "NAME",
      description = "common-cnn, lenet5, resnet18 or mlp.")
  private String arch = "";

  @Option(
      names = "--method",
      paramLabel = "NAME",
      description = "standard, or pgd for adversarial training (default: ${DEFAULT-VALUE}).")
  private String method = "standard";

  @Option(
      names = "--threat",
      paramLabel = "NORM:EPSILON",
      description = "What to harden against, in pixel space: linf:8/255, l2:0.5, l1:12.")
  private @Nullable String threat;

  @Option(
      names = "--attack-steps",
      paramLabel = "N",
      description =
          "Steps of the inner attack (default: 40 on MNIST-sized input at linf of .1 or more, else 10).")
  private @Nullable Integer attackSteps;

  @Option(
      names = "--attack-step-size",
      paramLabel = "SIZE",
      description = "Length of its steps (default: epsilon/30 and epsilon/4 respectively).")
  private @Nullable String attackStepSize;

  @Mixin private RecipeOptions recipes = new RecipeOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The model bundle to write.")
  private Path out = Path.of("");

  @Mixin private CommonOptions common = new CommonOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Device device = common.start();
    var err = Objects.requireNonNull(spec).commandLine().getErr();
    Optional<ThreatModel> against = Optional.ofNullable(threat).map(ThreatModel::parse);
    Path folder = out.toAbsolutePath().getParent();
    if (folder == null || !Files.isWritable(folder) || Files.isDirectory(out)) {
      throw new BadInputException(
          "model file " + out + " can't be written: expected a file in a writable folder");
    }
    Dataset dataset = data.open("train");
    Objective objective =
        Methods.named(
            method,
            against,
            dataset.input(),
            Optional.ofNullable(attackSteps),
            Optional.ofNullable(attackStepSize).map(StepSize::parse));
    Recipe recipe = recipes.recipe(objective, arch, common.seed);
    Graph graph =
        Architectures.named(arch)
            .graph(
                dataset.input().shape(), dataset.classes().size(), Recipes.normalization(dataset));
    Map<String, Object> provenance = Recipes.provenance(recipe, arch, dataset, Version.redoubt());
    if (!common.quiet) {
      provenance.forEach((key, value) -> err.println(key + ": " + value));
    }
    Path checkpoint = out.resolveSibling(out.getFileName() + ".checkpoint");
    Trainer.Result result;
    try (TrainingProgress progress =
        new TrainingProgress("Training", recipe.epochs(), true, common.quiet, err)) {
      result = new Trainer(recipe, device, progress).train(dataset, graph, checkpoint);
    }
    new ModelBundle(result.network(), dataset.input(), dataset.classes(), provenance).write(out);
    Files.deleteIfExists(checkpoint);
    if (!common.quiet) {
      err.println("Wrote " + out);
    }
    return 0;
  }
}
