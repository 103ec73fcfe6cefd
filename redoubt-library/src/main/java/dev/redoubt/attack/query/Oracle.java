package dev.redoubt.attack.query;

import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * Reads from a model what a search wants to know of a point.
 *
 * @param <A> what is answered about a point
 */
@FunctionalInterface
public interface Oracle<A> {
  /**
   * Answers about some points, in one pass.
   *
   * @param points {@code [n, ...]}
   * @param rows the row of the batch that each point belongs to
   * @param draws of these n points
   */
  List<A> ask(Tensor points, int[] rows, Draws draws);
}
