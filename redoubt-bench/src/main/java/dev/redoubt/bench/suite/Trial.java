package dev.redoubt.bench.suite;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.redoubt.audit.CheckResult;
import dev.redoubt.audit.Verdict;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an audit said of a fixture.
 *
 * @param samples that it was audited on
 * @param clean accuracy without an attack
 * @param claim what its author says
 * @param known robust accuracy after the attacks of somebody who knows how it was made; for
 *     wrappers, what an audit with the same seed leaves of the network that they keep the decisions
 *     of
 * @param robust accuracy on the audit's evidence
 * @param verdict of the audit
 * @param seen what its checks saw
 * @param trainingSeconds that its networks took
 * @param seconds that the audit took
 * @param forwards passes of the audit
 * @param backwards passes of the audit
 */
record Trial(
    String fixture,
    Kind kind,
    long trainingSeed,
    long auditSeed,
    int samples,
    double clean,
    double claim,
    double known,
    double robust,
    Verdict verdict,
    List<Check> seen,
    double trainingSeconds,
    double seconds,
    long forwards,
    long backwards) {
  /** How much more than what is left a claim must promise to be called false. */
  private static final double FALSE_BY = .05;

  /** Copies. */
  Trial {
    seen = List.copyOf(seen);
  }

  /** What one check saw. */
  record Check(
      String id, boolean flag, boolean resolved, boolean empty, Map<String, Object> figures) {
    static Check of(CheckResult result) {
      return new Check(
          result.id(), result.flag(), result.resolved(), result.isVoid(), result.figures());
    }
  }

  /** Whether the claim is false, as is known without the audit. */
  @JsonIgnore
  boolean isFalseClaim() {
    return kind.isFalseClaim() && claim - known >= FALSE_BY;
  }

  /** Whether the audit raised its voice. */
  @JsonIgnore
  boolean isAlarm() {
    return verdict == Verdict.REFUTED || verdict == Verdict.MASKING_SUSPECTED;
  }

  /** By how much the audit's robust accuracy differs from that of the network behind a wrapper. */
  @JsonIgnore
  double deviation() {
    return Math.abs(robust - known);
  }

  /** The checks that raised a flag, those that stayed unresolved in bold. */
  @JsonIgnore
  String flags() {
    return seen.stream()
        .filter(Check::flag)
        .map(check -> check.resolved() ? check.id() : "**" + check.id() + "**")
        .collect(Collectors.joining(", "));
  }

  /** Whether it is of one run of a fixture. */
  boolean isOf(Fixture other, Fixture.Run run) {
    return fixture.equals(other.name())
        && trainingSeed == run.trainingSeed()
        && auditSeed == run.auditSeed();
  }

  /** The figure of a check, if it saw it. */
  @Nullable Double figure(String check, String name) {
    return seen.stream()
        .filter(each -> each.id().equals(check))
        .map(each -> each.figures().get(name))
        .filter(Number.class::isInstance)
        .map(number -> ((Number) number).doubleValue())
        .findFirst()
        .orElse(null);
  }
}
