package dev.redoubt.cli;

import dev.redoubt.purify.trial.Estimate;
import dev.redoubt.report.PurificationReport;
import dev.redoubt.report.PurificationResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

/** What a purifying defence is worth, as a table for the terminal. */
final class PurificationTable {
  private static final String COLUMNS = "  %17s %17s %17s %10s%n";

  private PurificationTable() {}

  static void print(PrintWriter out, PurificationReport report, Path folder) {
    int width = report.attackers().stream().mapToInt(a -> a.name().length()).max().orElse(0);
    String name = "%-" + Math.max(width, 8) + "s";
    out.printf(
        Locale.ROOT,
        "%n%s %s, %d samples, %s; %s, %s a look; %d votes%n%n",
        report.data().name(),
        report.data().split(),
        report.data().samples(),
        report.threat().text(),
        report.attack(),
        report.draws() == 1 ? "1 draw" : report.draws() + " draws",
        report.votes());
    out.printf(
        name + COLUMNS,
        "attacker",
        "single shot",
        "worst of " + report.resubmissions(),
        "majority vote",
        "time");
    for (PurificationResult attacker : report.attackers()) {
      out.printf(
          name + COLUMNS,
          attacker.name(),
          cell(attacker.singleShot()),
          cell(attacker.worstOfResubmissions()),
          cell(attacker.majorityVote()),
          attacker.kind().equals("nobody")
              ? "-"
              : String.format(Locale.ROOT, "%.1f s", attacker.seconds()));
    }
    report.notes().forEach(note -> out.printf("%nNote: %s%n", note));
    out.printf("%nReport: %s%n", folder.resolve("report.html"));
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
