package dev.redoubt.report;

import dev.redoubt.audit.Audit;
import dev.redoubt.audit.Curve;
import dev.redoubt.audit.NotRun;
import dev.redoubt.evaluate.Knowledge;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An audit in numbers as text, ready for the template. Lists are empty, and other parts null, where
 * there is nothing to show.
 *
 * @param words the verdict
 * @param claim what it is about
 * @param reasons what it rests on
 * @param effort as users write it
 * @param samples in words
 * @param shown who stands over the gallery
 * @param attacks the main cascade
 * @param robust what the full evidence leaves
 * @param recheck how anybody checks the witnesses
 */
record AuditView(
    AuditWords words,
    String claim,
    List<String> reasons,
    String effort,
    String samples,
    SandwichView sandwich,
    @Nullable NaiveView naive,
    CheckView checks,
    @Nullable Along curve,
    List<LandscapeView> landscapes,
    Shown shown,
    List<ReliabilityView> reliability,
    List<AttackGroup> attacks,
    ModelView.Share robust,
    List<PhaseView> phases,
    Total total,
    List<NotRun> notRun,
    List<AuditStandards> standards,
    String recheck) {
  /** Room for pictures, in characters. */
  private static final int PICTURES = 1_500_000;

  /** Robust accuracy along epsilon: the rows of the table, and what the widest budget leaves. */
  record Along(String attack, String samples, List<ModelView.CurveRow> rows, String unlimited) {}

  /** What the template of the gallery wants to know. */
  record Shown(String title, int colour, GalleryView gallery, String nothingToShow) {}

  /** What all of it took. */
  record Total(String seconds, String forwards, String backwards, String memory) {}

  static AuditView of(AuditReport report) {
    Audit audit = report.audit();
    Cost cost = report.cost();
    return new AuditView(
        AuditWords.of(audit.ruling().verdict()),
        AuditWords.claim(audit.plan().claim(), report.threat()),
        audit.ruling().reasons().stream().map(AuditWords::unbroken).toList(),
        audit.plan().effort().spelling(),
        Headline.samples(report.data()),
        SandwichView.of(audit),
        NaiveView.of(audit),
        CheckView.of(audit),
        audit.curve().map(curve -> along(curve, report.threat())).orElse(null),
        LandscapeView.of(audit.landscapes()),
        new Shown(report.subject(), 0, GalleryView.of(report.gallery(), PICTURES), ""),
        audit.calibration().map(ReliabilityView::of).orElse(List.of()),
        groups(report),
        ModelView.Share.of(audit.robust().estimate(), audit.robust().low(), audit.robust().high()),
        PhaseView.of(audit),
        new Total(
            Numbers.duration(cost.seconds()),
            Numbers.count(cost.forwards()),
            Numbers.count(cost.backwards()),
            Numbers.memory(cost.peakRssMb())),
        audit.notRun(),
        AuditStandards.of(report),
        RecheckSnippet.of("", report.threat(), report.defence() != null, report.random()));
  }

  private static List<AttackGroup> groups(AuditReport report) {
    List<AttackResult> attacks = report.attacks();
    boolean oblivious =
        attacks.stream()
            .map(AttackResult::attacker)
            .anyMatch(a -> a != null && a.knowledge() == Knowledge.OBLIVIOUS);
    return AttackGroup.of(attacks, report.samples(), oblivious);
  }

  private static Along along(Curve curve, ThreatSummary threat) {
    Optional<Curve.Point> widest =
        curve.points().stream().filter(p -> Double.isInfinite(p.epsilon())).findFirst();
    return new Along(
        curve.attack(),
        Numbers.count(curve.samples()),
        curve.points().stream().map(p -> row(p, curve.samples(), threat)).toList(),
        widest.map(AuditView::unlimited).orElse(""));
  }

  private static ModelView.CurveRow row(Curve.Point point, int samples, ThreatSummary threat) {
    boolean all = Double.isInfinite(point.epsilon());
    return new ModelView.CurveRow(
        all ? "unlimited" : EpsilonText.of(point.epsilon(), threat),
        ModelView.Share.of(point.robustAccuracy(), samples),
        Numbers.count(samples));
  }

  private static String unlimited(Curve.Point widest) {
    return widest.robustAccuracy() > 0
        ? "Without any limit, when every input is allowed, %s still stand: the attack missed what must be there."
            .formatted(Numbers.percent(widest.robustAccuracy()))
        : "Without any limit, when every input is allowed, nothing stands, as it has to be.";
  }
}
