package dev.redoubt.attack.minimum;

import dev.redoubt.attack.minimum.penalty.CarliniWagner;
import dev.redoubt.attack.minimum.penalty.CarliniWagnerLinf;
import dev.redoubt.attack.minimum.penalty.Ead;
import dev.redoubt.threat.Norm;
import java.util.List;
import java.util.stream.Stream;

/**
 * An attack in one of its norms, with settings for tests.
 *
 * @param attack with few steps
 * @param norm one that it has a form for
 * @param least how many of the test's rows it must find something for
 */
public record Tried(NearestByGradient attack, Norm norm, int least) {
  /** All attacks in all their norms. */
  public static Stream<Tried> all() {
    List<NearestByGradient> steady =
        List.of(
            new Ddn(40),
            new DeepFool(20, 3, 0.02),
            new Fmn(40),
            new CarliniWagner(60, 6, 1e-2, 0.1, 0, true),
            new Ead(60, 6),
            new CarliniWagnerLinf(60, 1e-2, 20, 0.7, 1 / 256.0, 0.1, 0, true));
    // Values go in one direction only, and the way to the target may end.
    List<NearestByGradient> oneWay = List.of(new Jsma(), new Jsma(-0.5, 1, Jsma.Choice.SINGLES));
    return Stream.concat(
        steady.stream().flatMap(attack -> inAllNorms(attack, 4)),
        oneWay.stream().flatMap(attack -> inAllNorms(attack, 2)));
  }

  private static Stream<Tried> inAllNorms(NearestByGradient attack, int least) {
    return attack.norms().stream().map(norm -> new Tried(attack, norm, least));
  }

  @Override
  public String toString() {
    return attack.name() + " in " + norm.name();
  }
}
