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

/**
 * {@code redoubt model convert}: from any network to a bundle, weights alone, or ONNX; from the
 * weights of a diffusion model to one.
 */
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
      "      --to onnx --out weights.onnx",
      "  redoubt model convert --model diffusion_pytorch_model.bin --arch unet:cifar \\",
      "      --input-shape 3,32,32 --noise-schedule linear --to diffusion --out ddpm.safetensors"
    })
final class ModelConvertCommand implements Callable<Integer> {
  private static final String DIFFUSION = "diffusion";

  @Mixin private ModelSelection selection = new ModelSelection();

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FORMAT",
      description =
          "bundle (graph and weights, for redoubt), weights (safetensors with weights alone), onnx, or diffusion (weights alone of a diffusion model, with --arch, as a model for redoubt; it is safetensors with the names of UNet2DModel, as is what redoubt train --task diffusion writes).")
  private String format = "";

  @Mixin private DiffusionOptions noise = new DiffusionOptions();

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write.")
  private Path out = Path.of("");

  @Mixin private CommonOptions common = new CommonOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (format.equalsIgnoreCase(DIFFUSION)) {
      common.start();
      selection.diffusion(noise.schedule()).write(out);
    } else {
      noise.refuse("--to " + DIFFUSION);
      Writer writer = writer(format.toLowerCase(Locale.ROOT));
      writer.write(network(common.start()), out);
    }
    if (!common.quiet) {
      Objects.requireNonNull(spec).commandLine().getErr().println("Wrote " + out);
    }
    return 0;
  }

  private ModelBundle network(Device device) {
    OpenedModel opened = selection.open(Optional.empty(), device);
    return opened
        .bundle()
        .orElseThrow(
            () ->
                new BadInputException(
                    "model %s (%s) is no network that can be written: expected a Redoubt model, ONNX, or weights with --arch"
                        .formatted(selection.text(), opened.facts().get("format"))));
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
              "unknown format '" + format + "', expected bundle, weights, onnx or diffusion");
    };
  }
}
