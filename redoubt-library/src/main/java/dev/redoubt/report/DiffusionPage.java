package dev.redoubt.report;

import dev.redoubt.train.DiffusionEpoch;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The report on the training of a diffusion model as one self-contained page. */
final class DiffusionPage {
  private DiffusionPage() {}

  /** What the charts draw. */
  record Curves(List<DiffusionEpoch> epochs, int keptEpoch) {}

  /** Renders the page. */
  static String render(DiffusionReport report) throws IOException {
    return HtmlPage.render(
        "diffusion-report",
        Map.of(
            "report", report,
            "headline", headline(report),
            "view", DiffusionView.of(report),
            "attack", NextCommand.attack(report),
            "certify", NextCommand.certify(report)),
        new Curves(report.history(), report.keptEpoch()),
        "epoch-charts.js",
        "diffusion-report.js");
  }

  /** The run in one sentence. */
  static String headline(DiffusionReport report) {
    int epochs = report.history().size();
    double error = report.kept().heldOut();
    String outcome =
        Double.isNaN(error)
            ? ", of which nothing was measured, for no samples were held out"
            : ", whose guesses at the noise in held-out samples are off by %s of its variance"
                .formatted(Numbers.percent(error));
    return "On %s, %s %s made the diffusion model %s%s."
        .formatted(
            Headline.learntFrom(report.data(), report.heldOut()),
            Numbers.count(epochs),
            epochs == 1 ? "epoch" : "epochs",
            report.model().name(),
            outcome);
  }
}
