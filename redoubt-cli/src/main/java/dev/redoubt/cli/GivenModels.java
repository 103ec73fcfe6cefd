package dev.redoubt.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.BadInputException;
import dev.redoubt.catalog.Defence;
import dev.redoubt.catalog.ModelOptions;
import dev.redoubt.catalog.Models;
import dev.redoubt.catalog.OpenedModel;
import dev.redoubt.compare.TrainingPart;
import dev.redoubt.data.Dataset;
import dev.redoubt.tensor.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Models that are compared as they are in files. */
final class GivenModels {
  private static final ObjectMapper JSON = new ObjectMapper();

  private GivenModels() {}

  /** One file under the name of its row. */
  record Named(String name, Path file) {}

  /**
   * Reads {@code NAME=FILE,NAME=FILE}.
   *
   * @throws BadInputException if it is not of this form
   */
  static List<Named> parse(String text) {
    List<Named> named = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      String file = equals < 0 ? "" : part.substring(equals + 1).strip();
      if (file.isEmpty()) {
        throw new BadInputException(
            "--models '%s' is not of the form NAME=FILE, such as plain=net.safetensors"
                .formatted(part));
      }
      String name = part.substring(0, equals).strip();
      ComparedNames.check(name, "--models");
      named.add(new Named(name, Path.of(file)));
    }
    return named;
  }

  /**
   * Opens a file, with the defence that it keeps unless another is given.
   *
   * @param name of the row
   */
  static ComparedModel open(
      String name, Path file, Optional<Defence> defence, Dataset dataset, Device device) {
    OpenedModel opened =
        Models.open(file.toString(), ModelOptions.NONE.forData(dataset).behind(defence), device);
    SameClasses.check(dataset, opened);
    String stages = opened.defence().isEmpty() ? "" : " behind " + opened.defence().spec();
    return ComparedModel.of(
        name, file.getFileName() + stages, file, opened, training(file, opened.digest()));
  }

  /** What training took, if the run that wrote the file has recorded it beside. */
  private static Optional<List<TrainingPart>> training(Path file, String digest) {
    return ModelCache.costOf(file).or(() -> reported(file, digest)).map(List::of);
  }

  /** From the report of {@code redoubt train}, if it is about this very file. */
  private static Optional<TrainingPart> reported(Path file, String digest) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "");
    Path report = file.resolveSibling(name + ".training").resolve("report.json");
    if (!Files.isRegularFile(report)) {
      return Optional.empty();
    }
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(report));
      return root.path("model").path("sha256").asText().equals(digest)
              && root.path("seconds").isNumber()
          ? Optional.of(
              new TrainingPart(
                  "classifier, method " + root.path("method").asText(),
                  root.path("seconds").asDouble(),
                  0,
                  0))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // no report of ours
    }
  }
}
