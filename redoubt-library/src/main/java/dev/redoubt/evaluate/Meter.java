package dev.redoubt.evaluate;

import dev.redoubt.tensor.Draws;
import java.util.HashMap;
import java.util.Map;

/** Counts forward and backward passes, in samples: in all, and forward ones by sample. */
public final class Meter {
  private final Map<Long, long[]> bySample = new HashMap<>();
  private long forwards;
  private long backwards;

  /**
   * Counts forward passes.
   *
   * @param samples rows that pass
   * @param each passes that each of them costs
   * @param draws given with them: they name the samples, if they are as many
   */
  synchronized void forward(long samples, int each, Draws draws) {
    forwards += samples * each;
    if (draws.ids().length == samples) {
      for (long id : draws.ids()) {
        bySample.computeIfAbsent(id, unknown -> new long[1])[0] += each;
      }
    }
  }

  /** Counts backward passes. */
  synchronized void backward(long samples) {
    backwards += samples;
  }

  /** Forward passes so far. */
  public synchronized long forwards() {
    return forwards;
  }

  /** Backward passes so far. */
  public synchronized long backwards() {
    return backwards;
  }

  /** Forward passes of one sample so far. */
  public synchronized long forwards(long sample) {
    long[] count = bySample.get(sample);
    return count == null ? 0 : count[0];
  }
}
