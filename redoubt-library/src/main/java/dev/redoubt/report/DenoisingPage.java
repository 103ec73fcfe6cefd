package dev.redoubt.report;

import dev.redoubt.train.DenoisingEpoch;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The report on the training of a denoiser as one self-contained page. */
final class DenoisingPage {
  private DenoisingPage() {}

  /** What the charts draw. */
  record Curves(List<DenoisingEpoch> epochs, int keptEpoch) {}

  /** Renders the page. */
  static String render(DenoisingReport report) throws IOException {
    return HtmlPage.render(
        "denoising-report",
        Map.of(
            "report", report,
            "headline", headline(report),
            "view", DenoisingView.of(report),
            "next", NextCommand.of(report)),
        new Curves(report.history(), report.keptEpoch()),
        "epoch-charts.js",
        "denoising-report.js");
  }

  /** The run in one sentence. */
  static String headline(DenoisingReport report) {
    int epochs = report.history().size();
    DenoisingEpoch kept = report.kept();
    String outcome =
        Double.isNaN(kept.denoisedPsnr())
            ? ", of which nothing was measured, for no samples were held out"
            : ", which takes held-out samples under noise from %s to %s"
                .formatted(
                    Numbers.decibels(kept.noisyPsnr()), Numbers.decibels(kept.denoisedPsnr()));
    return "On %s, %s %s of learning to take Gaussian noise away made %s%s."
        .formatted(
            Headline.learntFrom(report.data(), report.heldOut()),
            Numbers.count(epochs),
            epochs == 1 ? "epoch" : "epochs",
            report.model().name(),
            outcome);
  }
}
