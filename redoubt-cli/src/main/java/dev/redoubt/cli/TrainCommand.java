package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.catalog.Recipes;
import dev.redoubt.data.Dataset;
import dev.redoubt.report.ModelIdentity;
import dev.redoubt.tensor.Device;
import dev.redoubt.train.Recipe;
import dev.redoubt.train.Trainee;
import dev.redoubt.train.Trainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
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
      "  redoubt train --list-methods"
    })
final class TrainCommand implements Callable<Integer> {
  @Mixin private DataOptions data = new DataOptions();

  @Mixin private StartingPoint start = new StartingPoint();

  @Mixin private MethodOptions method = new MethodOptions();

  @Mixin private DefenceOption defence = new DefenceOption();

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
    Instant started = Instant.now();
    Device device = common.start();
    try (RunFolder folder = RunFolder.beside(out)) {
      Dataset dataset = data.open("train");
      Optional<Dataset> more = extra.open();
      Recipe settings =
          recipes.recipe(
              method.objective(dataset.input()), start.architecture(), extra.share(), common.seed);
      StartingPoint.Start from = start.open(dataset, defence.defence(), device, common.seed);
      Map<String, Object> provenance =
          Recipes.provenance(settings, from.origin(), dataset, more, Version.redoubt());
      if (!from.defence().isEmpty()) {
        provenance.put("defence", from.defence().spec());
      }
      TrainedFile file = new TrainedFile(out, dataset, from.labels(), provenance, from.defence());
      file.check(from.trainee());
      PrintWriter err = own.commandLine().getErr();
      if (!common.quiet) {
        provenance.forEach((key, value) -> err.println(key + ": " + value));
        file.loss().ifPresent(err::println);
      }
      TrainingRecord record;
      Trainer.Result result;
      try (TrainingProgress progress =
          new TrainingProgress("Training", settings.passes(), true, common.quiet, err)) {
        record = new TrainingRecord(folder.path(), progress);
        result =
            new Trainer(settings, device, record)
                .train(dataset, more, from.trainee(), folder.checkpoint());
      } catch (Trainer.Diverged e) {
        throw kept(e, file, from.trainee(), folder);
      }
      provenance.put("epoch_delivered", result.epoch());
      String digest = file.write(result.trainee());
      record.report(
          Recorded.provenance(own, common, device, dataset, started),
          settings,
          dataset,
          new ModelIdentity(String.valueOf(out.getFileName()), digest),
          provenance,
          result);
      folder.done();
      if (!common.quiet) {
        err.println(
            "Wrote %s (epoch %d of %d), and %s"
                .formatted(
                    out,
                    result.epoch(),
                    result.history().size(),
                    folder.path().resolve("report.html")));
      }
    }
    return 0;
  }

  /**
   * The sentence of a run that diverged, with its last good weights in a file. The same settings
   * would get no further from the checkpoint, and others would be refused beside it: it goes.
   */
  private static BadInputException kept(
      Trainer.Diverged diverged, TrainedFile file, Trainee trainee, RunFolder folder)
      throws IOException {
    folder.done();
    if (diverged.goodEpoch() == 0) {
      return diverged;
    }
    String name = "last-good-" + file.file().getFileName();
    Path good = folder.path().resolve(name);
    new TrainedFile(good, file.data(), file.labels(), file.provenance(), file.defence())
        .write(trainee);
    return new BadInputException(
        "%s; the weights after epoch %d are kept: go on with --from %s"
            .formatted(diverged.getMessage(), diverged.goodEpoch(), good),
        diverged);
  }
}
