package dev.redoubt.cli;

import dev.redoubt.report.DetectionReport;
import dev.redoubt.report.DetectorResult;
import dev.redoubt.report.Separation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

/** The short answer of a test of detectors. */
final class DetectionTable {
  private DetectionTable() {}

  static void print(PrintWriter out, DetectionReport report, Path folder) {
    int width = report.detectors().stream().mapToInt(d -> d.title().length()).max().orElse(0);
    String name = "%-" + Math.max(width, 8) + "s";
    out.printf(
        Locale.ROOT,
        "%n%s %s, %d samples, %s; %s without a detector: clean %s, robust %s%n%n",
        report.data().name(),
        report.data().split(),
        report.data().samples(),
        report.threat().text(),
        report.model().name(),
        percent(report.cleanAccuracy()),
        percent(report.robustAccuracy()));
    out.printf(
        name + "  %8s %8s %10s %9s   %s%n",
        "detector",
        "rejects",
        "clean",
        "oblivious",
        "adaptive",
        "AUC by attacker");
    for (DetectorResult detector : report.detectors()) {
      StringBuilder areas = new StringBuilder();
      for (Separation separation : detector.separations()) {
        areas.append(separation.attack()).append(' ').append(area(separation)).append("; ");
      }
      out.printf(
          name + "  %8s %8s %10s %9s   %s%n",
          detector.title(),
          percent(detector.cleanRejected()),
          percent(detector.cleanAccuracy()),
          percent(detector.robustAccuracyOblivious()),
          percent(detector.robustAccuracy()),
          areas.toString().replaceFirst("; $", ""));
    }
    report.notes().forEach(note -> out.printf("%nNote: %s%n", note));
    out.printf("%nReport: %s%n", folder.resolve("report.html"));
  }

  private static String area(Separation separation) {
    return separation.inputs() == 0
        ? "fools none"
        : String.format(Locale.ROOT, "%.3f", separation.auc());
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
