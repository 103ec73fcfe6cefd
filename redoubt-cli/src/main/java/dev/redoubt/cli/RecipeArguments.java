package dev.redoubt.cli;

import dev.redoubt.catalog.RecipeFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@code train --recipe NAME}: the recipe's options take their place on the command line, except
 * those that stand there already, and the architecture where {@code --from} brings a model.
 */
final class RecipeArguments {
  private static final String OPTION = "--recipe";

  private RecipeArguments() {}

  /** The command line with a recipe spelled out; the same one, if there is none. */
  static String[] expanded(String... args) {
    if (args.length == 0 || !args[0].equals("train")) {
      return args;
    }
    String recipe = "";
    List<String> own = new ArrayList<>(Arrays.asList(args).subList(1, args.length));
    for (int i = 0; i < own.size(); i++) {
      if (own.get(i).equals(OPTION) && i + 1 < own.size()) {
        recipe = own.get(i + 1);
        own.subList(i, i + 2).clear();
        break;
      }
      if (own.get(i).startsWith(OPTION + "=")) {
        recipe = own.remove(i).substring(OPTION.length() + 1);
        break;
      }
    }
    if (recipe.isEmpty()) {
      return args;
    }
    List<String> line = new ArrayList<>(List.of("train"));
    RecipeFile.read(recipe)
        .options()
        .forEach(
            (name, value) -> {
              boolean replaced = name.equals("arch") && gives(own, "from");
              if (!replaced && !gives(own, name)) {
                line.add("--" + name);
                line.add(value);
              }
            });
    line.addAll(own);
    return line.toArray(String[]::new);
  }

  private static boolean gives(List<String> line, String option) {
    return line.stream()
        .anyMatch(arg -> arg.equals("--" + option) || arg.startsWith("--" + option + "="));
  }
}
