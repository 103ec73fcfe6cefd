package dev.redoubt.cli;

import dev.redoubt.certify.analysis.Analysis;
import dev.redoubt.report.AnalysisReport;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The short answer of an analysis of certificates: a row a file, a column a radius. */
final class AnalysisTable {
  private AnalysisTable() {}

  static void print(PrintWriter out, AnalysisReport report) {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("file", "sigma", "inputs"));
    report.radii().forEach(radius -> head.add("r=" + number(radius)));
    head.addAll(List.of("ACR", "abstain"));
    rows.add(head);
    report.analysis().forEach(entry -> rows.add(row(entry, report.radii())));
    int first = rows.stream().mapToInt(row -> row.get(0).length()).max().orElse(0);
    out.println();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(String.format("%-" + first + "s", row.get(0)));
      row.subList(1, row.size()).forEach(cell -> line.append(String.format("%9s", cell)));
      out.println(line);
    }
  }

  private static List<String> row(AnalysisReport.Entry entry, List<Double> radii) {
    Analysis result = entry.result();
    List<String> cells = new ArrayList<>();
    cells.add(entry.file());
    cells.add(entry.sigma().isPresent() ? number(entry.sigma().getAsDouble()) : "-");
    cells.add(String.valueOf(result.samples()));
    radii.forEach(radius -> cells.add(percent(result.curve().at(radius))));
    cells.add(String.format(Locale.ROOT, "%.4f", result.acr()));
    cells.add(percent(result.abstain()));
    return cells;
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** Without a point where there is nothing behind it. */
  private static String number(double value) {
    return String.valueOf(value).replaceFirst("\\.0$", "");
  }
}
