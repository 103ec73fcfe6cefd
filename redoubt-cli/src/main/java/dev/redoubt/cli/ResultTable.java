package dev.redoubt.cli;

import dev.redoubt.evaluate.flag.Flag;
import dev.redoubt.report.AttackResult;
import dev.redoubt.report.ModelResult;
import dev.redoubt.report.RunReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The short answer at the end of a run. */
final class ResultTable {
  private ResultTable() {}

  static void print(PrintWriter out, RunReport report, Path folder) {
    out.printf(
        Locale.ROOT,
        "%n%s %s, %d samples, %s%n%n",
        report.data().name(),
        report.data().split(),
        report.data().samples(),
        report.threat().text());
    List<String> head = new ArrayList<>(List.of("model", "clean"));
    report.models().get(0).attacks().forEach(attack -> head.add("after " + attack.name()));
    head.add("robust");
    out.println(row(head));
    for (ModelResult model : report.models()) {
      List<String> cells = new ArrayList<>(List.of(model.title(), percent(model.cleanAccuracy())));
      for (AttackResult attack : model.attacks()) {
        cells.add(percent(attack.robustAccuracy()));
      }
      cells.add(percent(model.robustAccuracy()));
      out.println(row(cells));
    }
    for (ModelResult model : report.models()) {
      for (Flag flag : model.flags()) {
        out.printf("%nFlag, %s: %s%n  %s%n", model.title(), flag.finding(), flag.advice());
      }
    }
    out.printf("%nReport: %s%n", folder.resolve("report.html"));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String row(List<String> cells) {
    StringBuilder line = new StringBuilder(String.format("%-24s", cells.get(0)));
    for (String cell : cells.subList(1, cells.size())) {
      line.append(String.format("%14s", cell));
    }
    return line.toString();
  }
}
