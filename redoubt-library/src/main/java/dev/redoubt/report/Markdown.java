package dev.redoubt.report;

import java.util.List;
import java.util.stream.Collectors;

/** Text as Markdown, in which nothing from a user can become markup. */
final class Markdown {
  private Markdown() {}

  /** Words on one line. */
  static String text(String words) {
    return oneLine(words).replaceAll("([\\\\`*_\\[\\]<>|#~&])", "\\\\$1");
  }

  /** A name or a command, as it is written. */
  static String code(String words) {
    return "`" + oneLine(words).replace("`", "'").replace("|", "\\|") + "`";
  }

  /** A row of a table of cells that are Markdown. */
  static String row(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  /** The head of a table, with the line under it. */
  static String head(String... cells) {
    List<String> names = List.of(cells);
    return row(names) + row(names.stream().map(name -> "---").toList());
  }

  private static String oneLine(String words) {
    return words.replaceAll("\\s+", " ").strip();
  }
}
