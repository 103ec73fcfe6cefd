package dev.redoubt.evaluate;

import java.util.Optional;

/**
 * Where the batches of an evaluation are kept while it runs, finished or not. Several threads may
 * use it, each for batches of its own.
 */
public interface Journal {
  /** What an earlier run found on a batch of the same plan. */
  Optional<BatchResult> read(int batch);

  /** Keeps what was found on a batch, in place of what was kept before. */
  void write(int batch, BatchResult result);

  /** Keeps nothing. */
  static Journal none() {
    return new Journal() {
      @Override
      public Optional<BatchResult> read(int batch) {
        return Optional.empty();
      }

      @Override
      public void write(int batch, BatchResult result) {}
    };
  }
}
