package dev.redoubt.report;

import dev.redoubt.audit.Curve;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The report on an audit as one self-contained page, the verdict first. */
final class AuditPage {
  private AuditPage() {}

  /** Renders the page. */
  static String render(AuditReport report) throws IOException {
    return HtmlPage.render(
        "audit-report",
        Map.of(
            "report", report,
            "headline", AuditWords.unbroken(report.audit().ruling().sentence()),
            "view", AuditView.of(report),
            "epsilon", report.threat().epsilonText(),
            "budget", Headline.budget(report.threat()),
            "limits", AuditStandards.LIMITS),
        charts(report),
        "report.js",
        "audit-report.js");
  }

  /**
   * The curve alone: everything else is drawn without scripts. An unlimited budget has no place.
   */
  private static ChartData charts(AuditReport report) {
    List<ChartData.Series> series =
        report.audit().curve().stream().map(curve -> series(report.subject(), curve)).toList();
    ThreatSummary threat = report.threat();
    return new ChartData(
        List.of(), series, threat.epsilon(), threat.epsilonText(), EpsilonText.inLevels(threat));
  }

  private static ChartData.Series series(String title, Curve curve) {
    List<ChartData.Point> points =
        curve.points().stream()
            .filter(p -> Double.isFinite(p.epsilon()))
            .map(
                p ->
                    new ChartData.Point(
                        p.epsilon(), ChartData.Share.of(p.robustAccuracy(), curve.samples())))
            .toList();
    return new ChartData.Series(title, 1, List.of(), points, List.of());
  }
}
