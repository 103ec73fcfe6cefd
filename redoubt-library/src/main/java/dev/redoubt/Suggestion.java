package dev.redoubt;

import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The sentence for a name that nobody knows, with the known name that is nearest to it. */
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
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    String nearest =
        known.stream().min(Comparator.comparingInt(k -> distance.apply(name, k))).orElseThrow();
    return new BadInputException(
        "unknown %s '%s', did you mean '%s'? Known are %s"
            .formatted(kind, name, nearest, String.join(", ", known)));
  }
}
