package dev.redoubt.attack;

import dev.redoubt.model.LabelModel;
import dev.redoubt.threat.L0;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.Norm;
import dev.redoubt.threat.ThreatModel;
import java.math.BigDecimal;
import java.util.List;
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

  /**
   * An attack may be defined in some norms only.
   *
   * @param forms the norms that it has a form for, in the order of the sentence
   */
  public static Optional<String> norm(String attack, Norm norm, List<Norm> forms) {
    if (forms.contains(norm)) {
      return Optional.empty();
    }
    String others =
        forms.stream().limit(forms.size() - 1L).map(Norm::name).collect(Collectors.joining(", "));
    String last = forms.get(forms.size() - 1).name();
    return Optional.of(
        "attack %s has no form for %s, only for %s"
            .formatted(attack, norm.name(), others.isEmpty() ? last : others + " and " + last));
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

  /**
   * Attacks that are limited by their own settings may come up with any input, so that they go with
   * a threat alone that allows every one.
   */
  public static Optional<String> anyInput(String attack, ThreatModel threat, LabelModel model) {
    double range = model.input().high() - model.input().low();
    return threat.norm() instanceof Linf && threat.epsilon() >= range
        ? Optional.empty()
        : Optional.of(
            "attack %s is limited by its own settings, not by a norm: give --threat linf:%s, which allows every input"
                .formatted(attack, new BigDecimal(range).stripTrailingZeros().toPlainString()));
  }

  /** What looks at neighbouring pixels wants images. */
  public static Optional<String> images(String attack, LabelModel model) {
    return model.input().isImage()
        ? Optional.empty()
        : Optional.of(
            "attack %s wants images [channels, height, width], but model %s takes inputs of shape %s"
                .formatted(attack, model.name(), model.input().shape()));
  }
}
