package dev.redoubt.report;

import dev.redoubt.train.EpochSummary;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The report on a training run as one self-contained page. */
final class TrainingPage {
  private TrainingPage() {}

  /** What the charts draw. */
  record Curves(List<EpochSummary> epochs, int keptEpoch) {}

  /** Renders the page. */
  static String render(TrainingReport report) throws IOException {
    return HtmlPage.render(
        "training-report",
        Map.of(
            "report", report,
            "headline", TrainingHeadline.of(report),
            "view", TrainingView.of(report),
            "next", NextCommand.of(report),
            "certifies", NextCommand.certifies(report)),
        new Curves(report.history(), report.keptEpoch()),
        "epoch-charts.js",
        "training-report.js");
  }
}
