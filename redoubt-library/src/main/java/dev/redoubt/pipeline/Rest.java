package dev.redoubt.pipeline;

import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;

/** What stands behind a stage: a classifier, with or without more stages. */
@FunctionalInterface
public interface Rest {
  /** Its logits {@code [n, classes]}, on the tape where an attacker asks. */
  Tensor logits(Tensor x, Draws draws);
}
