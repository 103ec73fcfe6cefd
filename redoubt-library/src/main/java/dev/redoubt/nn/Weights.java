package dev.redoubt.nn;

import dev.redoubt.tensor.Tensor;

/** The weights of one node. */
@FunctionalInterface
public interface Weights {
  /** The weight that the operator declared under this name, such as {@code bias}. */
  Tensor get(String name);
}
