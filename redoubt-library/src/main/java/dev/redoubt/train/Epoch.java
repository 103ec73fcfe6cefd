package dev.redoubt.train;

import java.util.Optional;

/** What one pass over the data came to, whatever is trained. */
public interface Epoch {
  /** 1, 2, … */
  int epoch();

  /** Mean of the objective over the updates. */
  double loss();

  /** At the end of the epoch. */
  double learningRate();

  /** Wall-clock time of the epoch, held-out evaluation included. */
  double seconds();

  /** What decides which epoch is best: the larger, the better; NaN if nothing was measured. */
  double score();

  /** Why training should not go on as it does, in a sentence; empty if nothing is wrong. */
  default Optional<String> alarm() {
    return Optional.empty();
  }
}
