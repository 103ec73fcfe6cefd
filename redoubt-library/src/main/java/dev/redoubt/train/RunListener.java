package dev.redoubt.train;

import java.util.List;

/**
 * Told how a training run goes.
 *
 * @param <E> what is known of an epoch
 */
public interface RunListener<E extends Epoch> {
  /**
   * A run goes on where an earlier one stopped.
   *
   * @param done the epochs that are done
   * @param batchesDone batches of the next epoch that are done
   */
  default void onResume(List<E> done, int batchesDone) {}

  /** One batch is done. */
  default void onBatch(int epoch, int batch, int batches, double loss) {}

  /** One epoch is done, and its checkpoint is written. */
  default void onEpoch(E summary) {}

  /**
   * The alarm has rung.
   *
   * @param summary of the epoch, with what was wrong
   * @param goodEpoch the last epoch before it, 0 for none
   * @param action what is done about it
   */
  default void onCollapse(E summary, int goodEpoch, OnCollapse action) {}
}
