package dev.redoubt.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.catalog.attacks.AttackSettings;
import dev.redoubt.catalog.attacks.Attacks;
import dev.redoubt.threat.Norm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An attack of the plan that all toolkits run ({@code peers/attacks.json}).
 *
 * @param name in the plan
 * @param norm of distances and of the budget
 * @param group that has a number of points of its own
 * @param spec the attack for the catalogue, with {@code {NAME}} for a setting
 * @param settings numbers by name
 * @param budget epsilon of an attack within one; NaN for those that look for the nearest point
 * @param targeted whether the class after the label is wanted
 * @param shortened settings of the short run before anything is timed
 */
record PlannedAttack(
    String name,
    Norm norm,
    String group,
    String spec,
    ObjectNode settings,
    double budget,
    boolean targeted,
    ObjectNode shortened) {

  /**
   * Reads one attack.
   *
   * @param others other settings, such as {@code steps=3,queries=60}, taken where it has them
   * @throws BadInputException if the plan can't be read or does not have it
   */
  static PlannedAttack read(Path file, String name, Map<String, String> others) {
    ObjectMapper json = new ObjectMapper();
    JsonNode plan;
    try {
      plan = json.readTree(file.toFile());
    } catch (IOException e) {
      throw new BadInputException("%s can't be read: %s".formatted(file, e.getMessage()), e);
    }
    JsonNode attack = plan.path("attacks").path(name);
    if (attack.isMissingNode()) {
      throw new BadInputException("%s has no attack %s".formatted(file, name));
    }
    ObjectNode settings = json.createObjectNode();
    attack.path("settings").properties().forEach(s -> settings.set(s.getKey(), s.getValue()));
    ObjectNode shortened = json.createObjectNode();
    plan.path("warm_up").properties().forEach(s -> shortened.set(s.getKey(), s.getValue()));
    return new PlannedAttack(
            name,
            Norm.named(attack.path("norm").asText().toLowerCase(Locale.ROOT)),
            attack.path("group").asText(),
            attack.path("redoubt").asText(),
            settings,
            attack.path("budget").asDouble(Double.NaN),
            attack.path("targeted").asBoolean(),
            shortened)
        .with(numbers(others));
  }

  private static ObjectNode numbers(Map<String, String> texts) {
    ObjectMapper json = new ObjectMapper();
    ObjectNode numbers = json.createObjectNode();
    texts.forEach(
        (name, text) -> {
          try {
            numbers.set(name, json.readTree(text));
          } catch (IOException e) {
            throw new BadInputException("%s=%s is no number".formatted(name, text), e);
          }
        });
    return numbers;
  }

  /** The same with other values of those settings that it has. */
  PlannedAttack with(ObjectNode others) {
    ObjectNode changed = settings.deepCopy();
    settings
        .fieldNames()
        .forEachRemaining(
            setting -> {
              if (others.has(setting)) {
                changed.set(setting, others.get(setting));
              }
            });
    return new PlannedAttack(name, norm, group, spec, changed, budget, targeted, shortened);
  }

  /** The short run before anything is timed. */
  PlannedAttack warmUp() {
    return with(shortened);
  }

  /** The attack as the catalogue is asked for it. */
  String text() {
    String text = spec;
    for (Map.Entry<String, JsonNode> setting : settings.properties()) {
      text = text.replace("{" + setting.getKey() + "}", setting.getValue().asText());
    }
    return text;
  }

  /**
   * The attack.
   *
   * @throws BadInputException if the catalogue does not have it
   */
  Attack<?> attack(int classes) {
    List<Attack<?>> withNoise = Attacks.cascade(text(), AttackSettings.DEFAULT, norm, classes);
    return withNoise.get(1);
  }
}
