package dev.redoubt.cli;

import dev.redoubt.catalog.Parameter;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Parameters in a list, one a line. */
final class ParameterLines {
  private ParameterLines() {}

  static void print(PrintWriter out, List<Parameter> parameters) {
    for (Parameter parameter : parameters) {
      out.printf(
          Locale.ROOT,
          "  %-12s %s%s%n",
          parameter.name(),
          parameter.meaning(),
          parameter.value().map(value -> "; " + value + " unless given").orElse(""));
    }
  }
}
