package dev.redoubt.model.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Assigns arrays to weights whose names differ altogether. What stands before the last dot of a
 * name is a module; a module of the file goes to the node of the network whose weights have the
 * same names within it and the same shapes. Where several have, their numbers decide, but only if
 * their names differ in nothing else and the file has them in that order: some formats sort by
 * name, and a file alone does not say whether its order is that of the network.
 */
final class ShapeMatching {
  private static final Pattern DIGITS = Pattern.compile("\\d+");

  private ShapeMatching() {}

  /**
   * The array of each weight.
   *
   * @param wanted shapes of the weights by name, in the order of the network
   * @param given shapes of the arrays by name, in the order of the file
   * @return nothing if there is no complete assignment, or not only one
   */
  static Optional<Map<String, String>> find(
      Map<String, List<Long>> wanted, Map<String, List<Long>> given) {
    if (wanted.size() != given.size()) {
      return Optional.empty();
    }
    Map<Map<String, List<Long>>, List<String>> nodes = bySignature(wanted);
    Map<Map<String, List<Long>>, List<String>> modules = bySignature(given);
    Map<String, String> sources = new LinkedHashMap<>();
    for (Map.Entry<Map<String, List<Long>>, List<String>> alike : nodes.entrySet()) {
      List<String> candidates = modules.getOrDefault(alike.getKey(), List.of());
      if (candidates.size() != alike.getValue().size() || !sorted(candidates)) {
        return Optional.empty();
      }
      for (int i = 0; i < candidates.size(); i++) {
        for (String name : alike.getKey().keySet()) {
          sources.put(alike.getValue().get(i) + name, candidates.get(i) + name);
        }
      }
    }
    return Optional.of(sources);
  }

  /** The modules (with their dots) that have the same weights, each group in its order. */
  private static Map<Map<String, List<Long>>, List<String>> bySignature(
      Map<String, List<Long>> shapes) {
    Map<String, Map<String, List<Long>>> modules = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) -> {
          int end = name.lastIndexOf('.') + 1;
          modules
              .computeIfAbsent(name.substring(0, end), m -> new LinkedHashMap<>())
              .put(name.substring(end), shape);
        });
    Map<Map<String, List<Long>>, List<String>> groups = new LinkedHashMap<>();
    modules.forEach(
        (module, weights) -> groups.computeIfAbsent(weights, w -> new ArrayList<>()).add(module));
    return groups;
  }

  /** Whether names differ in their numbers alone, and rise with them. */
  private static boolean sorted(List<String> names) {
    for (int i = 1; i < names.size(); i++) {
      boolean sameWords =
          DIGITS
              .matcher(names.get(i))
              .replaceAll("#")
              .equals(DIGITS.matcher(names.get(0)).replaceAll("#"));
      if (!sameWords || padded(names.get(i - 1)).compareTo(padded(names.get(i))) >= 0) {
        return false;
      }
    }
    return true;
  }

  private static String padded(String name) {
    Matcher digits = DIGITS.matcher(name);
    return digits.replaceAll(
        run -> "0".repeat(Math.max(0, 20 - run.group().length())) + run.group());
  }
}
