package dev.redoubt.loss;

import dev.redoubt.tensor.Tensor;

/** A loss of each sample's logits that rises as its label gives way to a given class. */
public interface TargetedLoss {
  /** The name that reports show. */
  String name();

  /** The smallest number of classes for which it is defined. */
  default int leastClasses() {
    return 2;
  }

  /**
   * How far each sample has come towards its target: the larger, the closer.
   *
   * @param logits {@code [n, classes]}
   * @param labels true labels, int64 {@code [n]}
   * @param targets the classes that are to win, int64 {@code [n]}
   * @return {@code [n]}
   */
  Tensor perSample(Tensor logits, Tensor labels, Tensor targets);
}
