package dev.redoubt.report;

import dev.redoubt.certify.analysis.Analysis;
import dev.redoubt.certify.analysis.CertifiedAccuracy;
import java.util.ArrayList;
import java.util.List;

/**
 * An analysis of files as text, ready for the template.
 *
 * @param radii heads of the columns
 * @param curve whether there are curves to draw
 * @param guaranteed whether alpha is known of any file
 */
record AnalysisView(
    String headline, List<String> radii, List<FileRow> files, boolean curve, boolean guaranteed) {

  /**
   * One file.
   *
   * @param title as much of its name as tells it apart
   * @param caption the same with sigma
   * @param cells one a radius
   */
  record FileRow(
      String title,
      String caption,
      String file,
      String sha256,
      String sigma,
      String samples,
      List<Cell> cells,
      String acr,
      String abstain) {}

  /** Certified accuracy at a radius. */
  record Cell(String radius, ModelView.Share share, String guaranteed) {}

  static AnalysisView of(AnalysisReport report) {
    List<String> titles =
        AnalysisPage.titles(report.analysis().stream().map(AnalysisReport.Entry::file).toList());
    List<FileRow> files = new ArrayList<>();
    for (AnalysisReport.Entry entry : report.analysis()) {
      files.add(row(titles.get(files.size()), entry, report.radii()));
    }
    return new AnalysisView(
        headline(report, titles),
        report.radii().stream().map(Numbers::number).toList(),
        files,
        report.analysis().stream().anyMatch(entry -> entry.result().curve().end() > 0),
        report.analysis().stream().anyMatch(entry -> entry.result().alpha().isPresent()));
  }

  private static FileRow row(String title, AnalysisReport.Entry entry, List<Double> radii) {
    Analysis result = entry.result();
    String sigma = Numbers.number(entry.sigma().orElse(Double.NaN));
    boolean told = entry.sigma().isEmpty() || title.contains("sigma");
    return new FileRow(
        title,
        told ? title : title + ", σ = " + sigma,
        entry.file(),
        entry.sha256(),
        sigma,
        Numbers.count(result.samples()),
        radii.stream().map(result::at).map(AnalysisView::cell).toList(),
        Numbers.number(result.acr()),
        Numbers.percent(result.abstain()));
  }

  private static Cell cell(CertifiedAccuracy at) {
    return new Cell(
        Numbers.number(at.radius()),
        ModelView.Share.of(at.certifiedAccuracy(), at.low(), at.high()),
        Numbers.percent(at.guaranteed()));
  }

  /** The best file at a radius in the middle: the ends of the curves tell them apart least. */
  private static String headline(AnalysisReport report, List<String> titles) {
    double radius = report.radii().get(report.radii().size() / 2);
    List<Double> shares =
        report.analysis().stream().map(e -> e.result().curve().at(radius)).toList();
    int best = 0;
    for (int i = 1; i < shares.size(); i++) {
      best = shares.get(i) > shares.get(best) ? i : best;
    }
    String start =
        Numbers.percent(shares.get(best))
            + " of the inputs of "
            + titles.get(best)
            + " are certified at radius "
            + Numbers.number(radius);
    return titles.size() == 1
        ? start + "."
        : start + ", the most of " + Numbers.count(titles.size()) + " files.";
  }
}
