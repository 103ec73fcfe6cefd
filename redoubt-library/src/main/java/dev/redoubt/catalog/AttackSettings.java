package dev.redoubt.catalog;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.StepSize;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.loss.Loss;
import java.util.Optional;

/**
 * What a user may set of the attacks; what is empty takes the attack's own default.
 *
 * @param loss what the attacker maximises, where the attack leaves a choice
 * @param steps steps of an iterative attack
 * @param stepSize length of a step
 * @param restarts runs from other starting points
 * @param targets classes that a targeted attack tries
 * @param queries budget of a black-box attack
 * @param eot draws of a random model at every step
 * @param firstStrike whether a short attack goes before all others, to break cheaply what it can
 */
public record AttackSettings(
    Loss loss,
    Optional<Integer> steps,
    Optional<StepSize> stepSize,
    Optional<Integer> restarts,
    Optional<Integer> targets,
    Optional<Integer> queries,
    Optional<Integer> eot,
    boolean firstStrike) {
  /** Checks that nothing is set to less than 1. */
  public AttackSettings {
    atLeastOne(steps, "at least 1 step");
    atLeastOne(restarts, "at least 1 restart");
    atLeastOne(targets, "at least 1 target");
    atLeastOne(queries, "a query budget of at least 1");
    atLeastOne(eot, "at least 1 draw");
  }

  private static void atLeastOne(Optional<Integer> value, String words) {
    if (value.isPresent() && value.get() < 1) {
      throw new BadInputException("attacks want %s, not %d".formatted(words, value.get()));
    }
  }

  /** Every attack as it is by default. */
  public static final AttackSettings DEFAULT =
      new AttackSettings(
          new CrossEntropy(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false);

  /** The same with so many steps. */
  public AttackSettings withSteps(int count) {
    return new AttackSettings(
        loss, Optional.of(count), stepSize, restarts, targets, queries, eot, firstStrike);
  }

  /** The same with so many restarts. */
  public AttackSettings withRestarts(int count) {
    return new AttackSettings(
        loss, steps, stepSize, Optional.of(count), targets, queries, eot, firstStrike);
  }

  /** The same with such a query budget. */
  public AttackSettings withQueries(int budget) {
    return new AttackSettings(
        loss, steps, stepSize, restarts, targets, Optional.of(budget), eot, firstStrike);
  }

  /** The same with the short attack in front, or without. */
  public AttackSettings withFirstStrike(boolean strike) {
    return new AttackSettings(loss, steps, stepSize, restarts, targets, queries, eot, strike);
  }

  /** Whether anything is set that AutoAttack prescribes. */
  boolean overridesProtocol() {
    return steps.isPresent()
        || stepSize.isPresent()
        || restarts.isPresent()
        || targets.isPresent()
        || queries.isPresent()
        || eot.isPresent();
  }
}
