package dev.redoubt.evaluate;

import java.util.Optional;

/** Where the finished batches of an evaluation are kept while it runs. */
public interface Journal {
  /** What an earlier run found on a batch of the same plan. */
  Optional<BatchResult> read(int batch);

  /** Keeps what was found on a batch. */
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
