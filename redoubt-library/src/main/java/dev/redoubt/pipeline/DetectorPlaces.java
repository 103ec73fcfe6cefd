package dev.redoubt.pipeline;

import dev.redoubt.BadInputException;
import dev.redoubt.model.LabelModel;
import java.util.List;
import java.util.Optional;

/** Where detectors may stand, and beside which classifiers. */
final class DetectorPlaces {
  private DetectorPlaces() {}

  /**
   * Checks all of them.
   *
   * @throws BadInputException if one reads layers and has something else than detectors behind it,
   *     or the classifier does not show what it wants to see
   */
  static void check(LabelModel classifier, List<Stage> stages) {
    for (int i = 0; i < stages.size(); i++) {
      if (!(stages.get(i) instanceof Detector detector)) {
        continue;
      }
      Optional<Stage> other =
          stages.subList(i, stages.size()).stream()
              .filter(stage -> !(stage instanceof Detector))
              .findFirst();
      if (!detector.layers().isEmpty() && other.isPresent()) {
        throw new BadInputException(
            "stage %s reads layers of the classifier, so it has to stand behind stage %s, not before it"
                .formatted(detector.name(), other.get().name()));
      }
      detector
          .refuses(classifier)
          .ifPresent(
              sentence -> {
                throw new BadInputException(sentence);
              });
    }
  }
}
