package dev.redoubt.cli;

import dev.redoubt.audit.Share;
import dev.redoubt.compare.Findings;
import dev.redoubt.report.ComparisonReport;
import dev.redoubt.report.ComparisonRow;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Defences side by side, for the terminal. */
final class ComparisonTable {
  private static final List<String> HEAD =
      List.of("clean", "oblivious", "adaptive", "certified", "training", "answer");

  private ComparisonTable() {}

  static void print(PrintWriter out, ComparisonReport report, Path folder) {
    int width =
        Math.max(8, report.rows().stream().mapToInt(r -> r.name().length()).max().orElse(0));
    String format = "%-" + width + "s  %-9s  %7s  %9s  %18s  %9s  %8s  %8s  %s%n";
    out.printf(
        Locale.ROOT,
        "%n%s %s, %d samples, %s, effort %s%n%n",
        report.data().name(),
        report.data().split(),
        report.data().samples(),
        report.threat().text(),
        report.effort());
    out.printf(
        Locale.ROOT,
        format,
        "defence",
        "guarantee",
        HEAD.get(0),
        HEAD.get(1),
        HEAD.get(2),
        HEAD.get(3),
        HEAD.get(4),
        HEAD.get(5),
        "verdict");
    for (ComparisonRow row : report.rows()) {
      Findings f = row.findings();
      out.printf(
          Locale.ROOT,
          format,
          row.name(),
          row.guarantee().words(),
          percent(f.clean()),
          percent(f.oblivious()),
          percent(f.adaptive()) + interval(f.adaptive()),
          percent(f.certified()),
          times(row.trainingRelative()),
          times(row.inference().relative()),
          f.verdict().words()
              + (f.claim() == null
                  ? ""
                  : String.format(Locale.ROOT, " (claim %.1f %%)", 100 * f.claim())));
    }
    out.printf("%nCosts are relative to %s.%n", report.rows().get(0).name());
    report.notes().forEach(note -> out.printf("Note: %s%n", note));
    out.printf("%nReport: %s%n", folder.resolve("report.html"));
  }

  private static String percent(@Nullable Share share) {
    return share == null ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * share.estimate());
  }

  private static String interval(Share share) {
    return String.format(Locale.ROOT, " [%.0f, %.0f]", 100 * share.low(), 100 * share.high());
  }

  private static String times(@Nullable Double factor) {
    if (factor == null) {
      return "?";
    }
    return String.format(Locale.ROOT, factor >= 9.95 ? "x %.0f" : "x %.1f", factor);
  }
}
