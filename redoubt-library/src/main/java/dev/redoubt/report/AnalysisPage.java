package dev.redoubt.report;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The report on an analysis of files as one self-contained page. */
final class AnalysisPage {
  private AnalysisPage() {}

  /** What the chart draws. */
  record Charts(CurveChart curve) {}

  /** Renders the page. */
  static String render(AnalysisReport report) throws IOException {
    AnalysisView view = AnalysisView.of(report);
    return HtmlPage.render(
        "analysis-report",
        Map.of("report", report, "headline", view.headline(), "view", view),
        new Charts(
            CurveChart.of(
                view.files().stream().map(AnalysisView.FileRow::caption).toList(),
                report.analysis().stream().map(AnalysisReport.Entry::result).toList(),
                report.radii())),
        "certified-curve.js",
        "analysis-report.js");
  }

  /** The titles of files: as much of the end of each path as no other one ends with. */
  static List<String> titles(List<String> files) {
    return files.stream().map(file -> title(file, files)).toList();
  }

  private static String title(String file, List<String> files) {
    String[] parts = file.split("/", -1);
    String end = parts[parts.length - 1];
    for (int from = parts.length - 2; from >= 0 && !tells(end, file, files); from--) {
      end = parts[from] + "/" + end;
    }
    return end;
  }

  private static boolean tells(String end, String file, List<String> files) {
    return files.stream()
        .filter(other -> !other.equals(file))
        .noneMatch(other -> other.equals(end) || other.endsWith("/" + end));
  }
}
