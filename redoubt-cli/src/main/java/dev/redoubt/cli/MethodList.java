package dev.redoubt.cli;

import dev.redoubt.catalog.Method;
import dev.redoubt.catalog.Methods;
import dev.redoubt.catalog.RecipeFile;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints the training methods and recipes. */
final class MethodList {
  private MethodList() {}

  static void print(PrintWriter out) {
    out.println("Methods (cost: forward and backward passes an update; k: attack steps):");
    for (Method method : Methods.ALL) {
      out.println();
      out.println(String.format(Locale.ROOT, "  %-12s %s", method.name(), method.summary()));
      out.println(
          String.format(Locale.ROOT, "  %-12s %s; cost %s", "", method.reference(), method.cost()));
      if (!method.defaults().isEmpty()) {
        out.println("               " + defaults(method));
      }
    }
    out.println();
    out.println("Recipes (train --recipe NAME; what you give besides wins):");
    out.println();
    for (String name : RecipeFile.NAMES) {
      out.println(String.format(Locale.ROOT, "  %-17s %s", name, RecipeFile.read(name).title()));
    }
  }

  private static String defaults(Method method) {
    return method.defaults().entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().option()))
        .map(entry -> entry.getKey().option() + " " + number(entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String number(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }
}
