package dev.redoubt.attack.query;

import java.util.Optional;

/**
 * How the search of one row begins. The loop asks about the clean point itself.
 *
 * @param <A> what is answered about a point
 */
@FunctionalInterface
public interface Search<A> {
  /**
   * The first question after that about the clean point.
   *
   * @param clean the answer about the clean point
   */
  Optional<Question<A>> begin(A clean);
}
