package dev.redoubt;

import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The known name nearest to one that nobody knows, and the sentence that says so. */
public final class Suggestion {
  private Suggestion() {}

  /**
   * The exception for an unknown name.
   *
   * @param kind what it should have named, such as {@code attack}
   * @param name what the user wrote
   * @param known all names that would do, at least one
   */
  public static BadInputException unknown(String kind, String name, Collection<String> known) {
    return new BadInputException(
        "unknown %s '%s', did you mean '%s'? Known are %s"
            .formatted(kind, name, nearest(name, known), String.join(", ", known)));
  }

  /** The known name that needs the fewest changes; {@code known} holds at least one. */
  public static String nearest(String name, Collection<String> known) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return known.stream().min(Comparator.comparingInt(k -> distance.apply(name, k))).orElseThrow();
  }
}
