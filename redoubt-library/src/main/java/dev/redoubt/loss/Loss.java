package dev.redoubt.loss;

import dev.redoubt.tensor.Tensor;

/** A loss of each sample's logits: the larger, the worse the label fits. */
public interface Loss {
  /** The name under which users ask for it. */
  String name();

  /** The smallest number of classes for which it is defined. */
  default int leastClasses() {
    return 2;
  }

  /**
   * The loss of each sample.
   *
   * @param logits {@code [n, classes]}
   * @param labels int64 {@code [n]}
   * @return {@code [n]}
   */
  Tensor perSample(Tensor logits, Tensor labels);
}
