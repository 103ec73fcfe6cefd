package dev.redoubt.evaluate;

import java.util.concurrent.atomic.AtomicLong;

/** Counts forward and backward passes, in samples. */
public final class Meter {
  private final AtomicLong forwards = new AtomicLong();
  private final AtomicLong backwards = new AtomicLong();

  /** Counts forward passes. */
  public void forward(long samples) {
    forwards.addAndGet(samples);
  }

  /** Counts backward passes. */
  public void backward(long samples) {
    backwards.addAndGet(samples);
  }

  /** Forward passes so far. */
  public long forwards() {
    return forwards.get();
  }

  /** Backward passes so far. */
  public long backwards() {
    return backwards.get();
  }
}
