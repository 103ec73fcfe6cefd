package dev.redoubt.cli;

import dev.redoubt.data.Dataset;
import dev.redoubt.tensor.Device;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code redoubt train}: trains a classifier, a denoiser or a diffusion model. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Trains a classifier, or a denoiser or diffusion model to stand in front of one, and writes it as",
      "one file.",
      "",
      "Checkpoints are written as it goes; the same command goes on after a stop or a kill, to the same",
      "final weights. Held-out accuracies are for steering: for a number to rely on, redoubt attack."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  redoubt train --data roadsigns --arch common-cnn --method standard --epochs 15 \\",
      "      --out signs.safetensors",
      "  redoubt train --data mnist:DIR --arch common-cnn --method pgd --threat linf:0.3 \\",
      "      --epochs 20 --out mnist.safetensors",
      "  redoubt train --data mnist:DIR --recipe mnist-trades --beta 3 --out trades.safetensors",
      "  redoubt train --data cifar10:DIR --recipe cifar-trades --on-collapse rollback \\",
      "      --out cifar.safetensors",
      "  redoubt train --data mnist:DIR --from net.onnx --method pgd --threat linf:0.1 --epochs 5 \\",
      "      --learning-rate 0.0005 --out hardened.onnx",
      "  redoubt train --data mnist:DIR --label-by https://HOST/predict --arch common-cnn \\",
      "      --label-by-option budget=60000 --out surrogate.safetensors",
      "  redoubt train --task denoise --data mnist:DIR --noise 0.1 --epochs 5 \\",
      "      --out denoiser.safetensors",
      "  redoubt train --task diffusion --data roadsigns --epochs 30 --out diffusion.safetensors",
      "  redoubt train --list-methods"
    })
final class TrainCommand implements Callable<Integer> {
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--task",
      paramLabel = "NAME",
      description = {
        "classify; or, to stand in front of a classifier, denoise: a network that takes noise away, or",
        "diffusion: a diffusion model (default: ${DEFAULT-VALUE})."
      })
  private String task = "classify";

  @Mixin private StartingPoint start = new StartingPoint();

  @Mixin private ImitationOption imitation = new ImitationOption();

  @Mixin private MethodOptions method = new MethodOptions();

  @Mixin private DefenceOption defence = new DefenceOption();

  @Mixin private DenoisingOptions denoising = new DenoisingOptions();

  @Mixin private DiffusionOptions diffusion = new DiffusionOptions();

  @Option(
      names = "--recipe",
      paramLabel = "NAME|FILE",
      description = {
        "Take options from a recipe, as if they were given here; what is given here wins. Those that",
        "come with Redoubt: see --list-methods."
      })
  @SuppressWarnings("unused") // RecipeArguments spells it out before the command line is read
  private @Nullable String recipe;

  @Option(
      names = "--list-methods",
      help = true,
      description = "List the methods with their costs and settings, and the recipes.")
  private boolean list;

  @Mixin private RecipeOptions recipes = new RecipeOptions();

  @Mixin private ExtraDataOptions extra = new ExtraDataOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = {
        "The model to write: a bundle, ONNX (.onnx), or, for TorchScript, an archive (.pt). Metrics",
        "and report go into a folder of the same name that ends in .training."
      })
  private Path out = Path.of("");

  @Mixin private CommonOptions common = new CommonOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    CommandSpec own = Objects.requireNonNull(spec);
    if (list) {
      MethodList.print(own.commandLine().getOut());
      return 0;
    }
    TrainingTask chosen = TrainingTask.named(task);
    chosen.check(own);
    Instant started = Instant.now();
    Device device = common.start();
    try (RunFolder folder = RunFolder.beside(out)) {
      PrintWriter err = own.commandLine().getErr();
      Dataset dataset = imitation.labelled(data.open("train"), folder, common, device, err);
      TrainingSession session =
          new TrainingSession(
              own,
              common,
              device,
              started,
              dataset,
              imitation.imitated(),
              extra.open(),
              folder,
              out);
      switch (chosen) {
        case CLASSIFY ->
            new ClassifierTraining(
                    session,
                    recipes.recipe(
                        method.objective(dataset.input()),
                        start.architecture(),
                        extra.share(),
                        common.seed),
                    start.open(dataset, defence.defence(), device, common.seed))
                .run();
        case DENOISE ->
            new DenoiserTraining(
                    session,
                    denoising.noise(),
                    recipes.denoising(extra.share(), common.seed),
                    start.openDenoiser(dataset, device, common.seed))
                .run();
        case DIFFUSION ->
            new DiffusionTraining(
                    session,
                    recipes.diffusion(start.architecture(), extra.share(), common.seed),
                    start.openDiffusion(dataset, diffusion, device, common.seed))
                .run();
      }
    }
    return 0;
  }
}
