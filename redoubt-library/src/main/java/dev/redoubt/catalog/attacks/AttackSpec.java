package dev.redoubt.catalog.attacks;

import dev.redoubt.BadInputException;
import dev.redoubt.Suggestion;
import dev.redoubt.attack.Attack;
import dev.redoubt.catalog.Arguments;
import java.util.Comparator;
import java.util.List;

/**
 * An attack of a cascade with its values.
 *
 * @param kind of the attack
 * @param arguments its values
 */
record AttackSpec(AttackKind kind, Arguments arguments) {
  /**
   * Reads {@code NAME} or {@code NAME:VALUE+PARAMETER=VALUE}.
   *
   * @param settings give values to parameters that the text leaves out
   * @throws BadInputException if there is no such attack or parameter, or a value can't be read
   */
  static AttackSpec parse(String text, AttackSettings settings) {
    AttackKind kind =
        Attacks.ALL.stream()
            .filter(k -> text.equals(k.name()) || text.startsWith(k.name() + ":"))
            .max(Comparator.comparingInt(k -> k.name().length()))
            .orElseThrow(() -> Suggestion.unknown("attack", named(text), Attacks.NAMES));
    String values = text.substring(Math.min(text.length(), kind.name().length() + 1));
    return new AttackSpec(
        kind,
        Arguments.parse(
            "attack " + kind.name(), kind.parameters(), values, '+', settings.values()));
  }

  private static String named(String text) {
    int colon = text.indexOf(':');
    return colon < 0 ? text : text.substring(0, colon);
  }

  /** The attack. */
  Attack<?> make(AttackContext context) {
    return kind.maker().make(arguments, context);
  }

  /**
   * Refuses settings that none of the attacks reads; the draws of random models are read by the
   * evaluation.
   *
   * @throws BadInputException naming the setting and attacks that have it
   */
  static void checkAllRead(AttackSettings settings, List<AttackSpec> specs, String text) {
    if (!settings.surrogates().isEmpty()
        && specs.stream().noneMatch(s -> s.kind.name().equals("transfer"))) {
      throw new BadInputException(
          "no attack of '%s' takes surrogates; the one that does: transfer".formatted(text));
    }
    for (String parameter : settings.values().keySet()) {
      if (!parameter.equals("eot") && specs.stream().noneMatch(s -> s.kind.takes(parameter))) {
        List<String> readers =
            Attacks.ALL.stream().filter(k -> k.takes(parameter)).map(AttackKind::name).toList();
        throw new BadInputException(
            "no attack of '%s' takes %s; those that do: %s"
                .formatted(text, parameter, String.join(", ", readers)));
      }
    }
  }
}
