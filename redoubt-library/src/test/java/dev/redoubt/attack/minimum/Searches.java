package dev.redoubt.attack.minimum;

import dev.redoubt.attack.minimum.penalty.CarliniWagner;
import dev.redoubt.attack.minimum.penalty.Ead;
import dev.redoubt.threat.Norm;
import java.util.stream.Stream;

/**
 * An attack in one of its norms, with settings for tests.
 *
 * @param attack with few steps
 * @param norm one that it has a form for
 */
public record Searches(NearestByGradient attack, Norm norm) {
  /** All attacks in all their norms. */
  public static Stream<Searches> all() {
    return Stream.of(
            new Ddn(40),
            new DeepFool(20, 3, 0.02),
            new Fmn(40),
            new CarliniWagner(60, 6, 1e-2, 0.1, 0, true),
            new Ead(60, 6))
        .flatMap(attack -> attack.norms().stream().map(norm -> new Searches(attack, norm)));
  }

  @Override
  public String toString() {
    return attack.name() + " in " + norm.name();
  }
}
