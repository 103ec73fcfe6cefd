package dev.redoubt.train;

/** Told how the training of a classifier goes. */
public interface TrainingListener extends RunListener<EpochSummary> {
  /** Nobody listens. */
  static TrainingListener silent() {
    return new TrainingListener() {};
  }
}
