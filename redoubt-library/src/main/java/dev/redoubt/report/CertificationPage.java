package dev.redoubt.report;

import dev.redoubt.certify.analysis.CertifiedAccuracy;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The report on certification as one self-contained page. */
final class CertificationPage {
  private CertificationPage() {}

  /** What the charts draw. */
  record Charts(CurveChart curve, List<DrawBins.Bin> bins, @Nullable Integer fixedSamples) {}

  /** Renders the page. */
  static String render(CertificationReport report) throws IOException {
    Integer fixed = report.procedure().fixedSamples();
    return HtmlPage.render(
        "certification-report",
        Map.of(
            "report", report,
            "headline", CertificationHeadline.of(report),
            "view", CertificationView.of(report)),
        new Charts(
            CurveChart.of(
                List.of(report.model().name()),
                List.of(report.analysis()),
                report.certifiedAccuracy().stream().map(CertifiedAccuracy::radius).toList()),
            DrawBins.of(report.certificates(), fixed),
            fixed),
        "certified-curve.js",
        "certification-report.js");
  }
}
