package dev.redoubt.train.objective;

import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.train.Lesson;
import dev.redoubt.train.Objective;

/**
 * Objectives that pick one point a sample and learn its label there: all that tells them apart is
 * where the point lies. It depends on that sample alone, so they work on any part of a batch.
 */
public interface PointTraining extends Objective {
  /** The mean cross-entropy at the points. */
  @Override
  default Tensor loss(Lesson lesson, Tensor examples) {
    return Reductions.mean(lesson.crossEntropy(lesson.logits(examples)));
  }
}
