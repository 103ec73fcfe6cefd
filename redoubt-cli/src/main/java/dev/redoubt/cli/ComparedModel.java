package dev.redoubt.cli;

import dev.redoubt.audit.Effort;
import dev.redoubt.audit.SmoothedCertification;
import dev.redoubt.catalog.OpenedModel;
import dev.redoubt.compare.Guarantee;
import dev.redoubt.compare.TrainingPart;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.threat.ThreatModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One model with its defence, ready to be measured.
 *
 * @param name of its row
 * @param about what it is, a few words
 * @param file of the classifier
 * @param opened the classifier with its defence
 * @param pipeline the same as one
 * @param training what its parts took; empty where that is not known
 */
record ComparedModel(
    String name,
    String about,
    Path file,
    OpenedModel opened,
    Pipeline pipeline,
    Optional<List<TrainingPart>> training) {
  /** From a model that is open. */
  static ComparedModel of(
      String name,
      String about,
      Path file,
      OpenedModel opened,
      Optional<List<TrainingPart>> training) {
    return new ComparedModel(name, about, file, opened, opened.pipeline(), training);
  }

  /** What stands around the classifier, as users write it. */
  Optional<String> stages() {
    return opened.defence().isEmpty() ? Optional.empty() : Optional.of(opened.defence().spec());
  }

  /** What stands behind its robust accuracy under a threat. */
  Guarantee guarantee(ThreatModel threat, int samples, Effort effort) {
    if (SmoothedCertification.of(pipeline, threat, samples, effort, 0).isPresent()) {
      return Guarantee.PROVEN;
    }
    boolean plain =
        !pipeline.isDefended()
            && opened
                .bundle()
                .map(bundle -> "standard".equals(bundle.training().get("method")))
                .orElse(false);
    return plain || pipeline.rejects() ? Guarantee.NONE : Guarantee.EMPIRICAL;
  }
}
