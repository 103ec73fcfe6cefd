package dev.redoubt.audit.check;

import dev.redoubt.attack.Attack;
import dev.redoubt.audit.Check.Seen;
import dev.redoubt.audit.Investigation;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.pipeline.Stage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why checks can't be run. */
final class Obstacles {
  private Obstacles() {}

  /** Checks that follow gradients. */
  static Optional<String> gradients(Investigation investigation) {
    Pipeline pipeline = investigation.differentiated();
    if (investigation.gradients().isPresent()) {
      return Optional.empty();
    }
    String opaque = pipeline.opaque().stream().map(Stage::name).collect(Collectors.joining(", "));
    return Optional.of(
        opaque.isEmpty()
            ? "The model is a black box that gives no gradients."
            : "The stages %s have neither a derivative nor a surrogate.".formatted(opaque));
  }

  /** Checks that follow gradients with some attacks, of which at least one has to be able to. */
  static Optional<String> gradients(Investigation investigation, List<Attack<?>> attacks) {
    return gradients(investigation)
        .or(
            () ->
                investigation
                        .able(investigation.differentiated(), attacks, investigation.threat())
                        .isEmpty()
                    ? Optional.of("No gradient attack of this check works under this norm.")
                    : Optional.empty());
  }

  /** Checks that look at scores. */
  static Optional<String> scores(Investigation investigation) {
    return investigation.pipeline().deployed() instanceof ScoreModel
        ? Optional.empty()
        : Optional.of("The model is a black box that gives labels alone.");
  }

  /** What a check says where no sample is classified rightly. */
  static Seen nothingRight() {
    return Seen.nothing(Map.of("samples", 0), "No sample is classified rightly to begin with.");
  }

  /** What a check says where no sample is left. */
  static Seen nothingLeft() {
    return Seen.clean(
        Map.of("samples", 0),
        "No sample is left that the attacks have not broken, so there is nothing to miss.");
  }
}
