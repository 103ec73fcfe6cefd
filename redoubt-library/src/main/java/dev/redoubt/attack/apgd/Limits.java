package dev.redoubt.attack.apgd;

import dev.redoubt.model.LabelModel;
import dev.redoubt.threat.L0;
import dev.redoubt.threat.ThreatModel;
import java.util.Optional;

/** What Auto-PGD can't do. */
final class Limits {
  private Limits() {}

  /** The sentence that says so, if it is the case. */
  static Optional<String> of(
      String attack, String loss, int leastClasses, ThreatModel threat, LabelModel model) {
    if (threat.norm() instanceof L0) {
      return Optional.of(
          "attack %s has no form for l0, only for linf, l2 and l1".formatted(attack));
    }
    if (model.classes() < leastClasses) {
      return Optional.of(
          "attack %s with loss %s wants at least %d classes, but model %s has %d"
              .formatted(attack, loss, leastClasses, model.name(), model.classes()));
    }
    return Optional.empty();
  }
}
