package dev.redoubt.cli;

import dev.redoubt.evaluate.flag.Flag;
import dev.redoubt.report.AttackResult;
import dev.redoubt.report.DefenceResult;
import dev.redoubt.report.ModelResult;
import dev.redoubt.report.RunReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The short answer at the end of a run: a row a model, or a row an attack where the names of the
 * attacks would not fit side by side.
 */
final class ResultTable {
  private static final int FIRST = 24;
  private static final int CELL = 14;
  private static final int WIDTH = 100;

  private ResultTable() {}

  static void print(PrintWriter out, RunReport report, Path folder) {
    out.printf(
        Locale.ROOT,
        "%n%s %s, %d samples, %s%n",
        report.data().name(),
        report.data().split(),
        report.data().samples(),
        report.threat().words());
    List<String> head = head(report.models().get(0));
    if (fits(head)) {
      out.println();
      int first = report.models().stream().mapToInt(m -> m.title().length() + 1).max().orElse(0);
      int width = Math.max(FIRST, first);
      out.println(row(head, width));
      report.models().forEach(model -> out.println(row(cells(model), width)));
    } else {
      report.models().forEach(model -> printRows(out, model));
    }
    for (ModelResult model : report.models()) {
      if (model.distances() != null) {
        out.printf("%n%s%n", model.distances().sentence());
      }
      for (Flag flag : model.flags()) {
        out.printf("%nFlag, %s: %s%n  %s%n", model.title(), flag.finding(), flag.advice());
      }
      if (model.defence() != null) {
        model.notes().forEach(note -> out.printf("%n%s%n", wrapped(model.title(), note)));
        printDifference(out, model, model.defence());
      }
    }
    out.printf("%nReport: %s%n", folder.resolve("report.html"));
  }

  private static List<String> head(ModelResult model) {
    List<String> head = new ArrayList<>(List.of("model", "clean"));
    model.attacks().forEach(attack -> head.add("after " + attack.name()));
    head.add("robust");
    return head;
  }

  private static List<String> cells(ModelResult model) {
    List<String> cells = new ArrayList<>(List.of(model.title(), percent(model.cleanAccuracy())));
    for (AttackResult attack : model.attacks()) {
      cells.add(percent(attack.robustAccuracy()));
    }
    cells.add(percent(model.robustAccuracy()));
    return cells;
  }

  private static boolean fits(List<String> head) {
    return FIRST + CELL * (head.size() - 1) <= WIDTH
        && head.stream().skip(1).allMatch(name -> name.length() < CELL);
  }

  private static void printRows(PrintWriter out, ModelResult model) {
    DefenceResult defence = model.defence();
    out.printf("%n%s%s%n", model.title(), defence == null ? "" : " behind " + defence.words());
    List<String> head = head(model);
    List<String> cells = cells(model);
    int widest = head.stream().mapToInt(String::length).max().orElse(0);
    for (int i = 1; i < head.size(); i++) {
      out.printf("  %-" + widest + "s%10s%n", head.get(i), cells.get(i));
    }
  }

  /** Lines after the first are indented. */
  private static String wrapped(String title, String note) {
    return "Note, %s: %s"
        .formatted(title, note)
        .replaceAll("(.{1,%d})( +|$)".formatted(WIDTH - 4), "$1%n  ".formatted())
        .stripTrailing();
  }

  private static void printDifference(PrintWriter out, ModelResult model, DefenceResult defence) {
    Double oblivious = defence.robustAccuracyOblivious();
    if (oblivious != null) {
      out.printf(
          Locale.ROOT,
          "%nRobust accuracy: oblivious %s, adaptive %s; only apparent: %.1f points%n",
          percent(oblivious),
          percent(model.robustAccuracy()),
          100 * (oblivious - model.robustAccuracy()));
    }
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String row(List<String> cells, int first) {
    StringBuilder line = new StringBuilder(String.format("%-" + first + "s", cells.get(0)));
    for (String cell : cells.subList(1, cells.size())) {
      line.append(String.format("%" + CELL + "s", cell));
    }
    return line.toString();
  }
}
