package dev.redoubt.model;

import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;

/** A classifier that gives a score for each class. */
public interface ScoreModel extends LabelModel {
  /** The logits {@code [n, classes]}, off the tape. */
  Tensor logits(Tensor x, Draws draws);

  @Override
  default Tensor predict(Tensor x, Draws draws) {
    return Reductions.argmax(logits(x, draws), 1);
  }
}
