package dev.redoubt.cli;

import dev.redoubt.certify.analysis.Analysis;
import dev.redoubt.certify.analysis.CertifiedAccuracy;
import dev.redoubt.report.CertificationReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

/** The short answer at the end of a certification. */
final class CertificationTable {
  private CertificationTable() {}

  static void print(PrintWriter out, CertificationReport report, Path folder) {
    out.printf(
        Locale.ROOT,
        "%n%s %s, %d inputs; %s behind %s smoothing, alpha %s%n%n",
        report.data().name(),
        report.data().split(),
        report.data().samples(),
        report.model().name(),
        report.procedure().smoothing(),
        report.procedure().alpha());
    out.printf(
        "%-18s%22s%20s%n",
        "radius (" + report.procedure().norm() + ")", "certified accuracy", "95 % interval");
    for (CertifiedAccuracy at : report.certifiedAccuracy()) {
      out.printf(
          Locale.ROOT,
          "%-18s%20.1f %%%20s%n",
          String.valueOf(at.radius()).replaceFirst("\\.0$", ""),
          100 * at.certifiedAccuracy(),
          String.format(Locale.ROOT, "%.1f to %.1f %%", 100 * at.low(), 100 * at.high()));
    }
    Analysis analysis = report.analysis();
    out.printf(
        Locale.ROOT,
        "%nAverage certified radius %.4f, abstained on %.1f %%%n",
        analysis.acr(),
        100 * analysis.abstain());
    out.printf(
        Locale.ROOT,
        "Draws an input: mean %,.0f, median %,.0f; %,d forward passes in %.1f s%n",
        report.meanSamples(),
        report.medianSamples(),
        report.forwards(),
        report.seconds());
    report.notes().forEach(note -> out.printf("Note: %s%n", note));
    out.printf("%nReport: %s%n", folder.resolve("report.html"));
  }
}
