package dev.redoubt.evaluate;

import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A journal in memory whose run may be killed while it writes.
 *
 * @param kept batches by number, over several runs
 * @param killed asked before each write
 */
record KilledJournal(Map<Integer, BatchResult> kept, BooleanSupplier killed) implements Journal {
  @Override
  public Optional<BatchResult> read(int batch) {
    return Optional.ofNullable(kept.get(batch));
  }

  @Override
  public void write(int batch, BatchResult result) {
    if (killed.getAsBoolean()) {
      throw new IllegalStateException("killed");
    }
    kept.put(batch, result);
  }
}
