package dev.redoubt.onnxruntime;

import dev.redoubt.BadInputException;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ModelProvider;
import dev.redoubt.model.ModelRequest;
import dev.redoubt.model.blackbox.Scores;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Opens {@code onnxruntime:FILE}. Options: {@code answers} ({@code logits}, the default, or {@code
 * probabilities}), {@code output} (its name), {@code threads}, {@code batch}, {@code random}
 * ({@code true} or {@code false}; found out by trying, if it is not said); {@code classes} is
 * compared with what the file gives.
 */
public final class OnnxRuntimeProvider implements ModelProvider {
  /** For the service loader. */
  public OnnxRuntimeProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("onnxruntime");
  }

  @Override
  public LabelModel open(ModelRequest request) {
    request.refuseOthersThan(List.of("answers", "output", "threads", "batch", "random", "classes"));
    OnnxRuntimeOptions defaults = OnnxRuntimeOptions.DEFAULT;
    OnnxRuntimeOptions options =
        new OnnxRuntimeOptions(
            request.input(),
            request.option(
                "answers", defaults.scores(), "logits or probabilities", OnnxRuntimeProvider::kind),
            request.option("output"),
            request.option("threads", defaults.threads(), "a whole number", Integer::parseInt),
            request.option("batch", defaults.chunk(), "a whole number", Integer::parseInt),
            request.option(
                "random", defaults.random(), "true or false", OnnxRuntimeProvider::truth));
    Path file = file(request);
    OnnxRuntimeModel model =
        OnnxRuntimeModel.open(String.valueOf(file.getFileName()), file, options);
    int told = request.option("classes", model.classes(), "a whole number", Integer::parseInt);
    if (told != model.classes()) {
      int own = model.classes();
      model.close();
      throw new BadInputException(
          "model %s has %d classes, not %d".formatted(request.place(), own, told));
    }
    return model;
  }

  private static Scores kind(String text) {
    return switch (text) {
      case "logits" -> Scores.LOGITS;
      case "probabilities" -> Scores.PROBABILITIES;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static Optional<Boolean> truth(String text) {
    return switch (text) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static Path file(ModelRequest request) {
    try {
      return Path.of(request.location());
    } catch (InvalidPathException e) {
      throw new BadInputException("'" + request.location() + "' is no file name", e);
    }
  }
}
