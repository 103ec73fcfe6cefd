package dev.redoubt.model;

import java.util.List;

/**
 * A layer of a classifier whose values can be observed.
 *
 * @param name unique in its network
 * @param operator what computes it, in a word: {@code Relu}
 * @param shape of its values for one sample
 */
public record Layer(String name, String operator, List<Long> shape) {
  /** Copies. */
  public Layer {
    shape = List.copyOf(shape);
  }
}
