package dev.redoubt.attack;

import dev.redoubt.model.LabelModel;
import dev.redoubt.threat.L0;
import dev.redoubt.threat.Norm;
import dev.redoubt.threat.ThreatModel;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why attacks can't be run, as sentences for {@link Attack#refuses}. */
public final class Obstacles {
  private Obstacles() {}

  /** Attacks that step through space have no form for L0. */
  public static Optional<String> norm(String attack, ThreatModel threat) {
    return threat.norm() instanceof L0
        ? Optional.of("attack %s has no form for l0, only for linf, l2 and l1".formatted(attack))
        : Optional.empty();
  }

  /** Attacks that have a form for these norms alone. */
  public static Optional<String> otherThan(String attack, ThreatModel threat, Norm... formed) {
    return Arrays.asList(formed).contains(threat.norm())
        ? Optional.empty()
        : Optional.of(
            "attack %s has no form for %s, only for %s"
                .formatted(
                    attack,
                    threat.norm().name(),
                    Arrays.stream(formed).map(Norm::name).collect(Collectors.joining(" and "))));
  }

  /**
   * A loss may want more classes than a model has.
   *
   * @param least the smallest number of classes for which the loss is defined
   */
  public static Optional<String> classes(String attack, String loss, int least, LabelModel model) {
    return model.classes() < least
        ? Optional.of(
            "attack %s with loss %s wants at least %d classes, but model %s has %d"
                .formatted(attack, loss, least, model.name(), model.classes()))
        : Optional.empty();
  }
}
