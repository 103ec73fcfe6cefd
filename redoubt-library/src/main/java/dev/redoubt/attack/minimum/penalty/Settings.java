package dev.redoubt.attack.minimum.penalty;

import dev.redoubt.BadInputException;

/** Checks of settings that the attacks of this package have in common. */
final class Settings {
  private Settings() {}

  static void check(
      String attack,
      int steps,
      int searchSteps,
      double firstConstant,
      double rate,
      double confidence) {
    if (steps < 1 || searchSteps < 1) {
      throw new BadInputException(
          "%s wants at least 1 step and 1 search step, not %d and %d"
              .formatted(attack, steps, searchSteps));
    }
    positive(attack + " first constant", firstConstant);
    positive(attack + " rate", rate);
    if (!(confidence >= 0) || Double.isInfinite(confidence)) {
      throw new BadInputException(
          "%s confidence must be finite and at least 0, not %s".formatted(attack, confidence));
    }
  }

  static void positive(String what, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new BadInputException(what + " must be positive and finite, not " + value);
    }
  }
}
