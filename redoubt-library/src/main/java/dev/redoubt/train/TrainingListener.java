package dev.redoubt.train;

import java.util.List;

/** Told how a training run goes. */
public interface TrainingListener {
  /** Nobody listens. */
  static TrainingListener silent() {
    return new TrainingListener() {};
  }

  /**
   * A run goes on where an earlier one stopped.
   *
   * @param done the epochs that are done
   * @param batchesDone batches of the next epoch that are done
   */
  default void onResume(List<EpochSummary> done, int batchesDone) {}

  /** One batch is done. */
  default void onBatch(int epoch, int batch, int batches, double loss) {}

  /** One epoch is done, and its checkpoint is written. */
  default void onEpoch(EpochSummary summary) {}

  /**
   * The alarm has rung.
   *
   * @param summary of the epoch, with the signs
   * @param goodEpoch the last epoch before it, 0 for none
   * @param action what is done about it
   */
  default void onCollapse(EpochSummary summary, int goodEpoch, OnCollapse action) {}
}
