package dev.redoubt.audit;

import dev.redoubt.audit.measure.Calibration;
import dev.redoubt.audit.measure.Landscape;
import dev.redoubt.evaluate.Evaluation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an audit came to.
 *
 * @param plan what was asked for
 * @param ruling the verdict with its reasons
 * @param evidence one a sample, in the order of the data
 * @param clean accuracy without an attack
 * @param robust accuracy on the full evidence: no witness was found
 * @param certified accuracy that is proven at epsilon; null if nothing was certified
 * @param naive robust accuracy after a short attack that trusts the gradients as they are given, a
 *     defence's declared ones included; null without gradients
 * @param checks those that ran, in the order of their names
 * @param notRun what did not
 * @param curve robust accuracy along epsilon; empty if it could not be measured
 * @param landscapes the loss around a few samples
 * @param calibration confidence with and without attack; empty for labels alone
 * @param phases where the time went
 * @param evaluation the main cascade, attack by attack
 */
public record Audit(
    AuditPlan plan,
    Ruling ruling,
    List<SampleEvidence> evidence,
    Share clean,
    Share robust,
    @Nullable Share certified,
    @Nullable Share naive,
    List<CheckResult> checks,
    List<NotRun> notRun,
    Optional<Curve> curve,
    List<Landscape> landscapes,
    Optional<Calibration> calibration,
    List<Phase> phases,
    Evaluation evaluation) {
  /** Copies. */
  public Audit {
    evidence = List.copyOf(evidence);
    checks = List.copyOf(checks);
    notRun = List.copyOf(notRun);
    landscapes = List.copyOf(landscapes);
    phases = List.copyOf(phases);
  }
}
