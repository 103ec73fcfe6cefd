package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.catalog.OpenedModel;
import dev.redoubt.model.ModelBundle;
import dev.redoubt.model.onnx.OnnxExporter;
import dev.redoubt.tensor.Device;
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

/** {@code redoubt model convert}: from any network to a bundle, weights alone, or ONNX. */
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes a network in another format.",
      "",
      "What --normalize, --layout and --input-shape put before the model becomes part of it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  redoubt model convert --model hardened.safetensors --to onnx --out hardened.onnx",
      "  redoubt model convert --model net.onnx --to bundle --out net.safetensors",
      "  redoubt model convert --model weights.pth --arch common-cnn --input-shape 1,28,28 \\",
      "      --to onnx --out weights.onnx"
    })
final class ModelConvertCommand implements Callable<Integer> {
  @Mixin private ModelSelection selection = new ModelSelection();

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FORMAT",
      description =
          "bundle (graph and weights, for redoubt), weights (safetensors with weights alone) or onnx.")
  private String format = "";

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write.")
  private Path out = Path.of("");

  @Mixin private CommonOptions common = new CommonOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Writer writer = writer(format.toLowerCase(Locale.ROOT));
    Device device = common.start();
    OpenedModel opened = selection.open(Optional.empty(), device);
    ModelBundle bundle =
        opened
            .bundle()
            .orElseThrow(
                () ->
                    new BadInputException(
                        "model %s (%s) is no network that can be written: expected a Redoubt model, ONNX, or weights with --arch"
                            .formatted(selection.text(), opened.facts().get("format"))));
    writer.write(bundle, out);
    if (!common.quiet) {
      Objects.requireNonNull(spec).commandLine().getErr().println("Wrote " + out);
    }
    return 0;
  }

  private interface Writer {
    void write(ModelBundle bundle, Path file);
  }

  private static Writer writer(String format) {
    return switch (format) {
      case "bundle" -> ModelBundle::write;
      case "weights" -> ModelBundle::writeWeights;
      case "onnx" -> OnnxExporter::write;
      default ->
          throw new BadInputException(
              "unknown format '" + format + "', expected bundle, weights or onnx");
    };
  }
}
