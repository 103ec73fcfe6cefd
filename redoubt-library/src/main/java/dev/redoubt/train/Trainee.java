package dev.redoubt.train;

import dev.redoubt.model.GradientModel;
import dev.redoubt.nn.Pass;
import dev.redoubt.tensor.Tensor;

/** A classifier whose weights can be trained. */
public interface Trainee extends Trainable {
  /** The classifier as deployed, over the live weights. */
  GradientModel view();

  /**
   * The logits {@code [n, classes]} on the tape of the weights.
   *
   * @param pass whether batch statistics are used and moved, and the draws of random layers
   */
  Tensor logits(Tensor x, Pass pass);

  /** The classifier alone, without a defence that it is trained behind. */
  default Trainee classifier() {
    return this;
  }
}
