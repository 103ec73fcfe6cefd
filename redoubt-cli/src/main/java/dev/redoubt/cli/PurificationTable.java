package dev.redoubt.cli;

import dev.redoubt.purify.trial.Estimate;
import dev.redoubt.report.PurificationReport;
import dev.redoubt.report.PurificationResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What a purifying defence is worth, as a table for the terminal. */
final class PurificationTable {
  private PurificationTable() {}

  static void print(PrintWriter out, PurificationReport report, Path folder) {
    int width = report.attackers().stream().mapToInt(a -> a.name().length()).max().orElse(0);
    String name = "%-" + Math.max(width, 8) + "s";
    out.printf(
        Locale.ROOT,
        "%n%s %s, %d samples, %s, %s%s%n%n",
        report.data().name(),
        report.data().split(),
        report.data().samples(),
        report.threat().text(),
        report.attack(),
        report.random()
            ? "; draws at each look: %d, votes: %d".formatted(report.draws(), report.votes())
            : "");
    List<String> columns =
        report.random()
            ? List.of("single shot", "worst of " + report.resubmissions(), "majority vote")
            : List.of("answered rightly");
    print(out, name, "attacker", columns, "time");
    for (PurificationResult attacker : report.attackers()) {
      List<String> cells =
          List.of(
              cell(attacker.singleShot()),
              cell(attacker.worstOfResubmissions()),
              cell(attacker.majorityVote()));
      boolean attacks = !attacker.kind().equals("nobody");
      String time = attacks ? String.format(Locale.ROOT, "%.1f s", attacker.seconds()) : "-";
      print(out, name, attacker.name(), cells.subList(0, columns.size()), time);
    }
    report.notes().forEach(note -> out.printf("%nNote: %s%n", note));
    out.printf("%nReport: %s%n", folder.resolve("report.html"));
  }

  private static void print(
      PrintWriter out, String format, String name, List<String> cells, String time) {
    out.printf(Locale.ROOT, format, name);
    cells.forEach(cell -> out.printf(Locale.ROOT, "  %18s", cell));
    out.printf(Locale.ROOT, "  %10s%n", time);
  }

  /** The share with its interval. */
  private static String cell(Estimate estimate) {
    return String.format(
        Locale.ROOT,
        "%.1f %% [%.0f, %.0f]",
        100 * estimate.value(),
        100 * estimate.low(),
        100 * estimate.high());
  }
}
