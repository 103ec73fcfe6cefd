package dev.redoubt.catalog;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.detect.DetectorFile;
import dev.redoubt.detect.Score;
import dev.redoubt.detect.Watcher;
import dev.redoubt.model.LabelModel;
import dev.redoubt.pipeline.Stage;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Fitted detectors as stages. */
public final class Watchers {
  private static final int DIGITS = 12;

  private Watchers() {}

  /** As a stage that names a file. */
  static Stage make(Arguments arguments, InputSpec takes, Map<String, byte[]> files) {
    String name = arguments.text("file");
    DetectorFile file = DetectorFile.read(name, arguments.content("file", files));
    return of(name, file, arguments.share("fpr"), takes);
  }

  /**
   * A fitted detector at an operating point.
   *
   * @param name of the file
   * @param fpr the false-positive rate
   * @param takes what it is given
   * @throws BadInputException if it was fitted for other inputs, or its calibration can't tell such
   *     a rate
   */
  public static Watcher of(String name, DetectorFile file, double fpr, InputSpec takes) {
    if (!file.takes().equals(takes)) {
      throw new BadInputException(
          "detector %s was fitted for inputs of shape %s in [%s, %s], but gets such of %s in [%s, %s]"
              .formatted(
                  name,
                  file.takes().shape(),
                  file.takes().low(),
                  file.takes().high(),
                  takes.shape(),
                  takes.low(),
                  takes.high()));
    }
    return new Watcher(
        name + ", sha256 " + file.digest(),
        score(name, file),
        file.calibration().at(fpr),
        file.calibration().size(),
        file.calibratedOn(),
        file.learntFrom(),
        file.behind(),
        file.unit(),
        file.model(),
        takes);
  }

  private static Score score(String name, DetectorFile file) {
    try {
      return Detectors.named(file.kind()).reader().read(file.state(), file.takes());
    } catch (BadInputException e) {
      throw new BadInputException(
          "detector %s can't be used: %s".formatted(name, e.getMessage()), e);
    }
  }

  /**
   * Refuses detectors that were fitted for another classifier, whose scores mean nothing here.
   *
   * @param digest of the classifier
   */
  public static void check(List<Stage> stages, LabelModel classifier, Supplier<String> digest) {
    for (Stage stage : stages) {
      if (stage instanceof Watcher watcher && !watcher.fittedFor().equals(digest.get())) {
        throw new BadInputException(
            "detector %s was fitted for another model (sha256 %s...), not for %s (%s...): fit it again with redoubt detect fit"
                .formatted(
                    watcher.source(),
                    watcher
                        .fittedFor()
                        .substring(0, Math.min(DIGITS, watcher.fittedFor().length())),
                    classifier.name(),
                    digest.get().substring(0, DIGITS)));
      }
    }
  }
}
