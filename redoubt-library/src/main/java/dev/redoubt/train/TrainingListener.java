package dev.redoubt.train;

/** Told how a training run goes. */
public interface TrainingListener {
  /** Nobody listens. */
  static TrainingListener silent() {
    return new TrainingListener() {};
  }

  /** A run goes on after {@code epochsDone} epochs that an earlier one had finished. */
  default void onResume(int epochsDone) {}

  /** One batch is done. */
  default void onBatch(int epoch, int batch, int batches, double loss) {}

  /** One epoch is done, and its checkpoint is written. */
  default void onEpoch(EpochSummary summary) {}
}
