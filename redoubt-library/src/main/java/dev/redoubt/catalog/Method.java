package dev.redoubt.catalog;

import dev.redoubt.BadInputException;
import dev.redoubt.train.Objective;
import java.util.Map;

/**
 * One training method as users know it.
 *
 * @param name its name
 * @param summary what it does, in a few words
 * @param reference paper
 * @param cost forward-backward passes an update, against standard training's one; {@code k} is the
 *     number of attack steps
 * @param needsThreat whether it hardens against a threat
 * @param stepped whether its inner attack takes several steps, whose length may be set
 * @param mixes whether a share of each batch may stay clean
 * @param defaults the numbers that it takes, with their defaults
 * @param maker builds it
 */
public record Method(
    String name,
    String summary,
    String reference,
    String cost,
    boolean needsThreat,
    boolean stepped,
    boolean mixes,
    Map<MethodNumber, Double> defaults,
    Maker maker) {
  /** Builds an objective. */
  @FunctionalInterface
  public interface Maker {
    /** From settings with every number of the method filled in. */
    Objective make(MethodArguments arguments);
  }

  /**
   * Refuses what the method does not read.
   *
   * @throws BadInputException in one sentence
   */
  void check(MethodSettings settings) {
    if (needsThreat && settings.threats().isEmpty()) {
      throw new BadInputException(
          "method %s hardens against a threat: give one with --threat, such as linf:8/255"
              .formatted(name));
    }
    if (!needsThreat && !settings.threats().isEmpty()) {
      throw new BadInputException(
          "method %s trains against no threat: give --method pgd to harden, or leave the threat out"
              .formatted(name));
    }
    if (settings.threats().size() > 1 && !name.equals("pgd")) {
      throw new BadInputException(
          "method %s takes one threat, not %d; pgd takes several"
              .formatted(name, settings.threats().size()));
    }
    if (settings.stepSize().isPresent() && !stepped) {
      refuse("--attack-step-size");
    }
    if (settings.cleanFraction() != 0 && !mixes) {
      refuse("--clean-fraction");
    }
    for (MethodNumber number : settings.numbers().keySet()) {
      if (!defaults.containsKey(number)) {
        refuse(number.option());
      }
    }
  }

  private void refuse(String option) {
    throw new BadInputException(
        "method %s takes no %s (see redoubt train --list-methods)".formatted(name, option));
  }
}
