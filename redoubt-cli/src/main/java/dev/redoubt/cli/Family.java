package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The families of defences that {@code redoubt compare} knows how to make. */
enum Family {
  UNDEFENDED("undefended"),
  ADVERSARIAL_TRAINING("adversarial-training"),
  SMOOTHING("smoothing"),
  DIFFUSION("diffusion"),
  DETECTION("detection");

  private final String spelling;

  Family(String spelling) {
    this.spelling = spelling;
  }

  /** As users write it. */
  String spelling() {
    return spelling;
  }

  /** All names, with commas. */
  static List<String> names() {
    return Arrays.stream(values()).map(Family::spelling).toList();
  }

  /**
   * The families of a list with commas, in its order.
   *
   * @throws BadInputException if one is unknown or named twice
   */
  static List<Family> list(String text) {
    List<Family> chosen = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String name = part.strip();
      Family family =
          Arrays.stream(values())
              .filter(one -> one.spelling.equals(name))
              .findFirst()
              .orElseThrow(() -> Suggestion.unknown("defence", name, names()));
      if (chosen.contains(family)) {
        throw new BadInputException("--defences names %s twice".formatted(name));
      }
      chosen.add(family);
    }
    return chosen;
  }
}
