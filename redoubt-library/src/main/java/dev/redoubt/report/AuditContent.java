package dev.redoubt.report;

import dev.redoubt.audit.Audit;
import dev.redoubt.audit.CheckResult;
import dev.redoubt.audit.Curve;
import dev.redoubt.audit.NotRun;
import dev.redoubt.audit.Phase;
import dev.redoubt.audit.Share;
import dev.redoubt.audit.Verdict;
import dev.redoubt.audit.measure.Calibration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code audit.json}, key by key. What was not measured is null, and so is any
 * number that JSON cannot express; only the epsilon that stands for the whole range of inputs is
 * the text {@code "inf"}, so that it can be told from what is unknown.
 *
 * @param claim the robust accuracy that is claimed; null if none is
 * @param effort as users write it
 * @param certifiedAccuracy null if nothing was certified
 * @param naiveAccuracy null without gradients
 */
record AuditContent(
    String command,
    Provenance provenance,
    ModelIdentity model,
    @Nullable String defence,
    DataSummary data,
    ThreatSummary threat,
    Verdict verdict,
    String sentence,
    List<String> reasons,
    @Nullable Double claim,
    String effort,
    int samples,
    Share cleanAccuracy,
    Share robustAccuracy,
    @Nullable Share certifiedAccuracy,
    @Nullable Share naiveAccuracy,
    List<CheckResult> checks,
    List<NotRun> notRun,
    List<AttackResult> attacks,
    @Nullable Along curve,
    @Nullable Calibration calibration,
    Spent cost) {
  /** Robust accuracy along epsilon. */
  record Along(String attack, int samples, List<Point> points) {}

  /** One budget: a number or {@code "inf"}. */
  record Point(Object epsilon, double robustAccuracy) {}

  /** What everything took, and each phase of it. */
  record Spent(
      long forwards, long backwards, double seconds, double peakRssMb, List<Phase> phases) {}

  static AuditContent of(AuditReport report) {
    Audit audit = report.audit();
    Cost cost = report.cost();
    return new AuditContent(
        "audit",
        report.provenance(),
        report.model(),
        report.defence(),
        report.data(),
        report.threat(),
        audit.ruling().verdict(),
        audit.ruling().sentence(),
        audit.ruling().reasons(),
        audit.plan().claim().orElse(null),
        audit.plan().effort().spelling(),
        report.samples(),
        audit.clean(),
        audit.robust(),
        audit.certified(),
        audit.naive(),
        audit.checks(),
        audit.notRun(),
        report.attacks(),
        audit.curve().map(AuditContent::along).orElse(null),
        audit.calibration().orElse(null),
        new Spent(
            cost.forwards(), cost.backwards(), cost.seconds(), cost.peakRssMb(), audit.phases()));
  }

  private static Along along(Curve curve) {
    return new Along(
        curve.attack(),
        curve.samples(),
        curve.points().stream()
            .map(p -> new Point(epsilon(p.epsilon()), p.robustAccuracy()))
            .toList());
  }

  private static Object epsilon(double value) {
    return Double.isInfinite(value) ? "inf" : value;
  }
}
