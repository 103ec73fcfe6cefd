package dev.redoubt.model.weights;

import dev.redoubt.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The sentence for a state dict that does not fit a network. */
final class Mismatch {
  /** More left-over names than this are not searched for similar ones. */
  private static final int MOST_COMPARED = 2_000;

  /** Of each kind so many are named. */
  private static final int MOST_LISTED = 10;

  private Mismatch() {}

  /**
   * Names all that does not fit.
   *
   * @param wanted shapes by the names of the network's weights
   * @param given shapes by the names in the file
   * @param sources names in the file by what renaming makes of them
   */
  static String sentence(
      String source,
      Map<String, List<Long>> wanted,
      Map<String, List<Long>> given,
      Map<String, String> sources) {
    Set<String> leftOver = new TreeSet<>(sources.keySet());
    leftOver.removeAll(wanted.keySet());
    List<String> missing = new ArrayList<>();
    List<String> misshapen = new ArrayList<>();
    wanted.forEach(
        (name, shape) -> {
          String array = sources.get(name);
          if (array == null) {
            missing.add(name + " " + shape + hint(name, leftOver));
          } else if (!shape.equals(given.get(array))) {
            misshapen.add("%s %s instead of %s".formatted(name, given.get(array), shape));
          }
        });
    List<String> rest =
        sources.entrySet().stream()
            .filter(entry -> leftOver.contains(entry.getKey()))
            .map(
                entry ->
                    entry.getValue() + " " + Objects.requireNonNull(given.get(entry.getValue())))
            .toList();
    List<String> parts = new ArrayList<>();
    add(parts, "missing are ", missing);
    add(parts, "left over are ", rest);
    add(parts, "of another shape are ", misshapen);
    return "%s does not fit the network: %s".formatted(source, String.join("; ", parts));
  }

  private static void add(List<String> parts, String title, List<String> items) {
    if (!items.isEmpty()) {
      String more =
          items.size() > MOST_LISTED ? " and " + (items.size() - MOST_LISTED) + " more" : "";
      parts.add(
          title + String.join(", ", items.subList(0, Math.min(items.size(), MOST_LISTED))) + more);
    }
  }

  /** A left-over name that is not far from what is missing. */
  private static String hint(String name, Set<String> leftOver) {
    if (leftOver.isEmpty() || leftOver.size() > MOST_COMPARED) {
      return "";
    }
    String nearest = Suggestion.nearest(name, leftOver);
    int changes = LevenshteinDistance.getDefaultInstance().apply(name, nearest);
    return changes <= name.length() / 3 ? " (is it '" + nearest + "'?)" : "";
  }
}
