package dev.redoubt.report;

import dev.redoubt.audit.NotRun;
import dev.redoubt.audit.Share;
import dev.redoubt.compare.Findings;
import dev.redoubt.compare.TrainingPart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A comparison as text, ready for the template.
 *
 * @param samples in words
 * @param rows of the table
 * @param omissions what was not run
 */
record ComparisonView(String samples, List<Row> rows, List<Omission> omissions) {
  /**
   * One row.
   *
   * @param certified null where nothing is certified
   * @param claim empty if none was made
   * @param how it was measured; on how many samples
   * @param relative training over that of the first row; empty where it is not known
   */
  record Row(
      String name,
      String about,
      String model,
      String digest,
      String guarantee,
      ModelView.Share clean,
      ModelView.Share oblivious,
      ModelView.Share adaptive,
      ModelView.@Nullable Share certified,
      AuditWords verdict,
      String claim,
      String how,
      String training,
      String relative,
      List<Part> parts,
      String inference,
      String passes,
      String paragraph,
      String folder) {}

  /** Something that was not run, and in which rows. */
  record Omission(String what, String rows, String why) {}

  /** What one part took to train. */
  record Part(String what, String seconds, String forwards, String backwards) {}

  static ComparisonView of(ComparisonReport report) {
    ComparisonWords words = new ComparisonWords(report);
    return new ComparisonView(
        Headline.samples(report.data()),
        report.rows().stream().map(row -> row(row, report, words)).toList(),
        omissions(report));
  }

  /** Each once, in the order in which it first occurs. */
  private static List<Omission> omissions(ComparisonReport report) {
    Map<NotRun, List<String>> rows = new LinkedHashMap<>();
    for (ComparisonRow row : report.rows()) {
      for (NotRun item : row.findings().notRun()) {
        rows.computeIfAbsent(item, unknown -> new ArrayList<>()).add(row.name());
      }
    }
    return rows.entrySet().stream()
        .map(
            item ->
                new Omission(
                    item.getKey().what(),
                    item.getValue().size() == report.rows().size() && report.rows().size() > 1
                        ? "all"
                        : String.join(", ", item.getValue()),
                    item.getKey().why()))
        .toList();
  }

  private static Row row(ComparisonRow row, ComparisonReport report, ComparisonWords words) {
    Findings f = row.findings();
    int passes = row.inference().passes();
    List<TrainingPart> training = row.training();
    Double relative = row.trainingRelative();
    return new Row(
        row.name(),
        row.about(),
        row.model().name(),
        row.model().sha256(),
        ComparisonWords.guaranteed(row, report.threat()),
        share(f.clean()),
        share(f.oblivious()),
        share(f.adaptive()),
        f.certified() == null ? null : share(f.certified()),
        AuditWords.of(f.verdict()),
        f.claim() == null ? "" : Numbers.percent(f.claim()),
        f.how() + ", " + Numbers.count(f.samples()) + " samples",
        training == null ? "not known" : Numbers.duration(row.trainingSeconds()),
        relative == null ? "" : "×\u00a0" + factor(relative),
        training == null ? List.of() : training.stream().map(ComparisonView::part).toList(),
        "×\u00a0" + factor(row.inference().relative()),
        Numbers.count(passes) + (passes == 1 ? " pass" : " passes"),
        words.paragraph(row),
        row.folder());
  }

  private static Part part(TrainingPart part) {
    return new Part(
        part.what(),
        Numbers.duration(part.seconds()),
        Numbers.count(part.forwards()),
        Numbers.count(part.backwards()));
  }

  private static ModelView.Share share(Share share) {
    return ModelView.Share.of(share.estimate(), share.low(), share.high());
  }

  /** A factor with two digits: {@code 0.94}, {@code 1.3}, {@code 24}, {@code 1,200}. */
  static String factor(double factor) {
    if (factor >= 100) {
      double step = Math.pow(10, Math.floor(Math.log10(factor)) - 1);
      return Numbers.count(Math.round(Math.round(factor / step) * step));
    }
    return String.format(
        Locale.ROOT, factor >= 9.95 ? "%.0f" : factor >= .995 ? "%.1f" : "%.2f", factor);
  }
}
