package dev.redoubt.train;

import dev.redoubt.model.GradientModel;
import dev.redoubt.nn.Pass;
import dev.redoubt.tensor.Tensor;
import java.util.Map;

/** A classifier whose weights can be trained. */
public interface Trainee {
  /** The classifier as deployed, over the live weights. */
  GradientModel view();

  /**
   * The logits {@code [n, classes]} on the tape of the weights.
   *
   * @param pass whether batch statistics are used and moved, and the draws of random layers
   */
  Tensor logits(Tensor x, Pass pass);

  /** All weights by name, in a fixed order: the live tensors, to be changed in place. */
  Map<String, Tensor> weights();

  /** Those of them that an optimiser may change; the others are running statistics. */
  Map<String, Tensor> trainable();

  /** What tells one architecture from another. */
  String architecture();

  /** The classifier alone, without a defence that it is trained behind. */
  default Trainee classifier() {
    return this;
  }
}
