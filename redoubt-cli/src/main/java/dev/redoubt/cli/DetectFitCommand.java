package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.catalog.DetectorSpec;
import dev.redoubt.catalog.OpenedModel;
import dev.redoubt.data.Dataset;
import dev.redoubt.detect.DetectorFile;
import dev.redoubt.tensor.Device;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code redoubt detect fit}: learns what clean inputs look like to a model. */
@Command(
    name = "fit",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Fits a detector for a model, and calibrates its false-positive rate.",
      "",
      "It learns from the training data. Clean samples that are held out, by default",
      "every second one of the test data, then say how often it rejects what it should",
      "not. redoubt detect test leaves these samples out.",
      "The file works for this model alone."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  redoubt detect fit --model signs.safetensors --data roadsigns \\",
      "      --detector feature-squeezing --out squeezing.safetensors",
      "  redoubt detect fit --model net.onnx --data mnist:DIR --threat linf:0.3 \\",
      "      --detector mahalanobis:layers=relu2+relu3 --out mahalanobis.safetensors",
      "  redoubt attack --model net.onnx --data mnist:DIR --limit 200 --threat linf:0.3 \\",
      "      --defend \"detect:mahalanobis.safetensors@fpr=5%%\" --out report",
      "",
      "All detectors: redoubt detect list. The layers: redoubt model info --layers."
    })
final class DetectFitCommand implements Callable<Integer> {
  @Mixin private ModelSelection selection = new ModelSelection();

  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--detector",
      required = true,
      paramLabel = "NAME[:VALUES]",
      description =
          "The detector, with values in order or by name: energy, mahalanobis:layers=relu1+relu2,noise=0.01 ….")
  private String detector = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The file to write, a safetensors file.")
  private Path out = Path.of("");

  @Mixin private DefenceOption defence = new DefenceOption();

  @Mixin private ContrastOptions contrast = new ContrastOptions();

  @Mixin private CalibrationOptions calibration = new CalibrationOptions();

  @Mixin private CommonOptions common = new CommonOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Device device = common.start();
    DetectorSpec wanted = DetectorSpec.parse(detector);
    contrast.check(wanted.kind());
    Path parent = out.toAbsolutePath().getParent();
    if (parent == null || !Files.isWritable(parent) || Files.isDirectory(out)) {
      throw new BadInputException(out + " can't be written: expected a file in a writable folder");
    }
    refuseToReplace(wanted);
    Dataset learnt = data.open("train");
    Dataset heldOut = calibration.open(data.spec());
    OpenedModel opened = selection.open(Optional.of(learnt), defence.defence(), device);
    SameClasses.check(learnt, opened);
    DetectorFitting fitting =
        new DetectorFitting(
            wanted, opened, contrast.maker(opened.pipeline().adaptive(1)), common, device);
    DetectorFile file = fitting.fit(learnt, heldOut);
    file.write(out);
    if (!common.quiet) {
      DetectorSummary.print(Objects.requireNonNull(spec).commandLine().getOut(), file, out);
    }
    return 0;
  }

  /** What it is made of is not to be written over. */
  private void refuseToReplace(DetectorSpec wanted) throws IOException {
    List<String> read = new ArrayList<>(wanted.files().keySet());
    read.add(selection.text());
    for (String file : read) {
      if (Files.exists(out) && new File(file).exists() && Files.isSameFile(out, Path.of(file))) {
        throw new BadInputException(
            "--out %s is a file that the detector is made from: give another name".formatted(out));
      }
    }
  }
}
