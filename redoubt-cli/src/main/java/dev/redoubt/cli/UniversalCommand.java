package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.universal.UniversalFile;
import dev.redoubt.attack.universal.UniversalPerturbation;
import dev.redoubt.attack.universal.UniversalSearch;
import dev.redoubt.catalog.OpenedModel;
import dev.redoubt.data.Dataset;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Device;
import dev.redoubt.threat.ThreatModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code redoubt universal}: one perturbation for all inputs. */
@Command(
    name = "universal",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes one perturbation that breaks as many samples as possible at once.",
      "",
      "It is made on training data; how many samples it breaks that it has never seen,",
      "redoubt attack --attack universal:FILE tells, on this model or on others."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  redoubt universal --model net.onnx --data mnist:DIR --threat linf:0.2 \\",
      "      --out universal.npz",
      "  redoubt attack --model net.onnx --data mnist:DIR --threat linf:0.2 \\",
      "      --attack universal:universal.npz --out report"
    })
final class UniversalCommand implements Callable<Integer> {
  @Mixin private ModelSelection selection = new ModelSelection();

  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--threat",
      required = true,
      paramLabel = "NORM:EPSILON",
      description = "How large it may be, in pixel space: linf:8/255, l2:0.5, l1:12, l0:20.")
  private String threat = "";

  @Mixin private DefenceOption defence = new DefenceOption();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the data (default: ${DEFAULT-VALUE}).")
  private int epochs = 10;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Samples of a step (default: ${DEFAULT-VALUE}).")
  private int batch = 128;

  @Option(
      names = "--step-size",
      paramLabel = "SIZE",
      description = "Length of a step in pixel space (default: 0.3 epsilon).")
  private @Nullable String stepSize;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The file to write, an npz.")
  private Path out = Path.of("");

  @Mixin private CommonOptions common = new CommonOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Device device = common.start();
    ThreatModel threatModel = ThreatModel.parse(threat);
    UniversalSearch usual = new UniversalSearch();
    StepSize step = stepSize == null ? usual.stepSize() : StepSize.parse(stepSize);
    UniversalSearch search = new UniversalSearch(epochs, batch, step, usual.truncation());
    Path parent = out.toAbsolutePath().getParent();
    if (parent == null || !Files.isWritable(parent) || Files.isDirectory(out)) {
      throw new BadInputException(out + " can't be written: expected a file in a writable folder");
    }
    Dataset dataset = data.open("train");
    OpenedModel opened = selection.open(Optional.of(dataset), defence.defence(), device);
    LabelModel view = opened.pipeline().adaptive(1);
    if (!(view instanceof GradientModel model)) {
      throw new BadInputException(
          "model %s gives no gradients, which the search for a universal perturbation needs; make it on another model"
              .formatted(view.name()));
    }
    String name = String.valueOf(out.getFileName()).replaceFirst("\\.npz$", "");
    UniversalPerturbation found;
    try (Progress bar = Progress.start("Searching", "epochs", epochs, common.quiet)) {
      found =
          search.run(
              name,
              model,
              dataset,
              threatModel,
              common.seed,
              device,
              (epoch, loss, wrong) ->
                  bar.at(epoch, String.format(Locale.ROOT, "wrong %.1f %%", 100 * wrong)));
    }
    UniversalFile.write(out, found);
    if (!common.quiet) {
      Objects.requireNonNull(spec)
          .commandLine()
          .getOut()
          .printf("Wrote %s; see redoubt attack --attack universal:%s%n", out, out);
    }
    return 0;
  }
}
