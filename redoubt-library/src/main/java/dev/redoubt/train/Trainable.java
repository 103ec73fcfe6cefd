package dev.redoubt.train;

import dev.redoubt.tensor.Tensor;
import java.util.Map;

/** Weights that can be trained: all that the training loop knows of a network. */
public interface Trainable {
  /** All weights by name, in a fixed order: the live tensors, to be changed in place. */
  Map<String, Tensor> weights();

  /** Those of them that an optimiser may change; the others are running statistics. */
  Map<String, Tensor> trainable();

  /** What tells one architecture from another. */
  String architecture();
}
