package dev.redoubt.audit.check;

import dev.redoubt.audit.AuditPlan;
import dev.redoubt.audit.Check;
import dev.redoubt.audit.Effort;
import dev.redoubt.audit.NotRun;
import java.util.List;
import java.util.stream.Stream;

/** All checks, in the order in which they are run. */
public final class Checks {
  private Checks() {}

  /** Those that decide how the model is judged. */
  public static List<Check> beforeAnything() {
    return List.of(new H3Randomness(), new H4BatchDependence());
  }

  /** Those that decide how it is differentiated. */
  public static List<Check> beforeAttacks() {
    return List.of(new H1GradientAgreement(), new H2VanishingGradients());
  }

  /**
   * Those that look at what the attacks have left; the settled come last.
   *
   * @param curve takes robust accuracy along epsilon
   */
  public static List<Check> afterAttacks(H5UnboundedAttack.CurveSink curve) {
    return List.of(
        new S1SingleStep(),
        new S3Roughness(),
        new S4LossSpread(),
        new S5LogitScale(),
        new S6GradientAlignment(),
        new S7ReturnedPoint(),
        new S2Convergence(),
        new H5UnboundedAttack(curve),
        new H6BlackBoxGains(),
        new H7RandomSearch(),
        new H8Binarization(),
        new H9JointRobustness());
  }

  /** All of them. */
  public static List<Check> all(H5UnboundedAttack.CurveSink curve) {
    return Stream.of(beforeAnything(), beforeAttacks(), afterAttacks(curve))
        .flatMap(List::stream)
        .toList();
  }

  /** What the effort leaves out of checks that are run. */
  public static void partly(AuditPlan plan, List<NotRun> notRun) {
    if (plan.twins().isEmpty()) {
      notRun.add(
          new NotRun(
              "H6 transfer from an undefended twin",
              "No twin was given, and none could be trained."));
    }
    if (plan.effort().hardLabels() == 0) {
      notRun.add(
          new NotRun(
              "H6 attacks by labels alone",
              "Effort %s leaves them out.".formatted(plan.effort().spelling())));
    }
    if (plan.effort() != Effort.THOROUGH) {
      notRun.add(
          new NotRun(
              "Minimum-norm attacks, AutoAttack plus, several twins",
              "Only effort thorough has them."));
    }
  }
}
