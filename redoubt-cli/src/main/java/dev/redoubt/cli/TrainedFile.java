package dev.redoubt.cli;

import dev.redoubt.AtomicFile;
import dev.redoubt.BadInputException;
import dev.redoubt.catalog.Defence;
import dev.redoubt.catalog.Digests;
import dev.redoubt.data.Dataset;
import dev.redoubt.model.BundledDefence;
import dev.redoubt.model.ModelBundle;
import dev.redoubt.model.onnx.OnnxExporter;
import dev.redoubt.train.NetworkTrainee;
import dev.redoubt.train.ScriptTrainee;
import dev.redoubt.train.Trainee;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a trained model is written: networks as a bundle, or as ONNX where the file's name ends so;
 * TorchScript archives as such.
 */
record TrainedFile(
    Path file, Dataset data, List<String> labels, Map<String, Object> provenance, Defence defence) {
  private static final List<String> SCRIPT_ENDINGS = List.of(".pt", ".pth", ".ts");

  /** Refuses a file that the model can't be written as, before the work. */
  void check(Trainee trained) {
    Trainee trainee = trained.classifier();
    if (trainee instanceof ScriptTrainee && SCRIPT_ENDINGS.stream().noneMatch(this::endsIn)) {
      throw new BadInputException(
          "a TorchScript archive is written as such: give --out a name ending in .pt, not " + file);
    }
    if (trainee instanceof NetworkTrainee own) {
      if (SCRIPT_ENDINGS.stream().anyMatch(this::endsIn)) {
        throw new BadInputException(
            "a network can't be written as TorchScript: give --out a name ending in .safetensors"
                + " or .onnx, not "
                + file);
      }
      if (endsIn(".onnx")) {
        OnnxExporter.toBytes(bundle(own));
      }
    }
  }

  private boolean endsIn(String ending) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }

  /** Writes the model, atomically; gives what names it in reports. */
  String write(Trainee trained) throws IOException {
    Trainee trainee = trained.classifier();
    if (trainee instanceof ScriptTrainee script) {
      Path folder = Files.createTempDirectory("redoubt-script");
      Path archive = folder.resolve("model.pt");
      try {
        script.view().module().save(archive);
        byte[] bytes = Files.readAllBytes(archive);
        AtomicFile.write(file, out -> out.write(bytes));
      } finally {
        Files.deleteIfExists(archive);
        Files.delete(folder);
      }
      return Digests.ofFile(file, "");
    }
    ModelBundle bundle = bundle((NetworkTrainee) trainee);
    if (endsIn(".onnx")) {
      OnnxExporter.write(bundle, file);
    } else {
      bundle.write(file);
    }
    return bundle.digest();
  }

  private ModelBundle bundle(NetworkTrainee trainee) {
    return new ModelBundle(
        trainee.network(), trainee.view().input(), labels, provenance, bundled());
  }

  private Optional<BundledDefence> bundled() {
    return defence.isEmpty() ? Optional.empty() : Optional.of(defence.bundled(data.input()));
  }

  /** What the file can't keep, in a sentence. */
  Optional<String> loss() {
    return defence.isEmpty() || !(endsIn(".onnx") || SCRIPT_ENDINGS.stream().anyMatch(this::endsIn))
        ? Optional.empty()
        : Optional.of(
            "%s can't keep the defence: give --defend \"%s\" wherever it is used"
                .formatted(file, defence.spec()));
  }
}
