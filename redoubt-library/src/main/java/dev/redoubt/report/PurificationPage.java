package dev.redoubt.report;

import dev.redoubt.purify.trial.Estimate;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The report on a purifying defence as one self-contained page. */
final class PurificationPage {
  private PurificationPage() {}

  /**
   * What the chart draws.
   *
   * @param random whether there is more than one answer to a candidate: else one bar an attacker
   */
  record Charts(boolean random, int resubmissions, List<Bars> attackers) {}

  /** The bars of one attacker. */
  record Bars(String title, boolean fixed, Estimate single, Estimate worst, Estimate majority) {
    static Bars of(PurificationResult attacker) {
      return new Bars(
          PurificationView.title(attacker),
          attacker.fixedDraws(),
          attacker.singleShot(),
          attacker.worstOfResubmissions(),
          attacker.majorityVote());
    }
  }

  /** Renders the page. */
  static String render(PurificationReport report) throws IOException {
    return HtmlPage.render(
        "purification-report",
        Map.of(
            "report",
            report,
            "headline",
            PurificationHeadline.of(report),
            "view",
            PurificationView.of(report)),
        new Charts(
            report.random(),
            report.resubmissions(),
            report.attackers().stream().map(Bars::of).toList()),
        "purification-report.js");
  }
}
