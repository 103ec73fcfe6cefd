package dev.redoubt.model.blackbox;

/** What the scores of a black box are. */
public enum Scores {
  /** Any real numbers, the largest for the predicted class. */
  LOGITS,
  /** In [0, 1], with sum 1 for each sample: their logarithms stand in for logits. */
  PROBABILITIES
}
