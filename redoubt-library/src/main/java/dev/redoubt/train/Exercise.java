package dev.redoubt.train;

import dev.redoubt.tensor.Tensor;

/** One batch, made ready to learn from. */
interface Exercise {
  /** The loss on the tape of the weights, a scalar; the same at every call. */
  Tensor loss();

  /** Called after the update. */
  default void learnt() {}
}
