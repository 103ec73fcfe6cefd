package dev.redoubt.evaluate;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.MinimumNormAttack;
import dev.redoubt.threat.ThreatModel;
import java.util.List;

/**
 * What an evaluation runs.
 *
 * @param threat what the attacker may do
 * @param cascade the attacks in order; each sees only what those before it left
 * @param curve budgets at which robust accuracy is measured besides the threat's own, ascending
 * @param curveSamples the curve is measured on the first so many samples
 * @param batchSize samples that go through the whole cascade together
 * @param seed of all draws
 * @param eot draws of random models over which attackers average
 * @param targeting what the attacker wants of each sample
 * @param distances whether each attack looks for the smallest perturbation of every sample,
 *     whatever the budget; then the curve follows from what is found and costs nothing more
 */
public record Plan(
    ThreatModel threat,
    List<Attack<?>> cascade,
    List<Double> curve,
    int curveSamples,
    int batchSize,
    long seed,
    EotBudget eot,
    Targeting targeting,
    boolean distances) {
  /** A plan for any wrong class, within the budget. */
  public Plan(
      ThreatModel threat,
      List<Attack<?>> cascade,
      List<Double> curve,
      int curveSamples,
      int batchSize,
      long seed,
      EotBudget eot) {
    this(threat, cascade, curve, curveSamples, batchSize, seed, eot, Targeting.untargeted(), false);
  }

  /** A plan with one draw of random models at each look. */
  public Plan(
      ThreatModel threat,
      List<Attack<?>> cascade,
      List<Double> curve,
      int curveSamples,
      int batchSize,
      long seed) {
    this(threat, cascade, curve, curveSamples, batchSize, seed, EotBudget.SINGLE);
  }

  /** The same with something that the attacker wants. */
  public Plan withTargeting(Targeting wanted) {
    return new Plan(threat, cascade, curve, curveSamples, batchSize, seed, eot, wanted, distances);
  }

  /** The same, measuring how far every sample is from the nearest adversarial point. */
  public Plan measuringDistances() {
    return new Plan(threat, cascade, curve, curveSamples, batchSize, seed, eot, targeting, true);
  }

  /** Checks and copies. */
  public Plan {
    cascade = List.copyOf(cascade);
    curve = curve.stream().sorted().distinct().toList();
    if (cascade.isEmpty()) {
      throw new BadInputException("an evaluation wants at least one attack");
    }
    if (batchSize < 1) {
      throw new BadInputException("batch size must be at least 1, not " + batchSize);
    }
    if (curveSamples < 0) {
      throw new BadInputException("curve samples must not be negative, not " + curveSamples);
    }
    for (Attack<?> attack : cascade) {
      if (distances && !(attack instanceof MinimumNormAttack<?>)) {
        throw new BadInputException(
            "attack %s does not look for the smallest perturbation, so it can't measure distances"
                .formatted(attack.name()));
      }
    }
    if (curve.stream().anyMatch(epsilon -> !(epsilon > 0))) {
      throw new BadInputException("the budgets of a curve must be positive, not " + curve);
    }
  }
}
