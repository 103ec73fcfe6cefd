package dev.redoubt.nn;

/** How operators that know the difference behave. */
public enum Mode {
  /** As deployed: running statistics, a deterministic function of the input. */
  EVAL,
  /** As trained: batch statistics, and the running ones move. */
  TRAIN
}
