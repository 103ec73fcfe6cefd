package dev.redoubt.report;

import dev.redoubt.audit.Share;
import dev.redoubt.compare.Guarantee;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A comparison as one self-contained page. */
final class ComparisonPage {
  private ComparisonPage() {}

  /** What the chart draws. */
  record Charts(List<Dot> dots) {}

  /**
   * One defence in the chart.
   *
   * @param colour index, by what stands behind the robust accuracy
   * @param defended whether knowing of it makes a difference
   */
  record Dot(
      String name,
      int colour,
      boolean defended,
      Share clean,
      Share oblivious,
      Share adaptive,
      @Nullable Share certified,
      double cost,
      String costText) {
    static Dot of(ComparisonRow row) {
      return new Dot(
          row.name(),
          colour(row.guarantee()),
          row.defence() != null,
          row.findings().clean(),
          row.findings().oblivious(),
          row.findings().adaptive(),
          row.findings().certified(),
          row.inference().relative(),
          "×\u00a0" + ComparisonView.factor(row.inference().relative()));
    }

    private static int colour(Guarantee guarantee) {
      return switch (guarantee) {
        case NONE -> 0;
        case EMPIRICAL -> 1;
        case PROVEN -> 2;
      };
    }
  }

  /** Renders the page. */
  static String render(ComparisonReport report) throws IOException {
    return HtmlPage.render(
        "comparison-report",
        Map.of(
            "report",
            report,
            "headline",
            new ComparisonWords(report).headline(),
            "view",
            ComparisonView.of(report)),
        new Charts(report.rows().stream().map(Dot::of).toList()),
        "comparison-report.js");
  }
}
