package dev.redoubt.model.blackbox;

import java.time.Duration;
import java.time.Instant;

/** Time, so that tests need not wait. */
interface Pace {
  /** The real one. */
  Pace REAL =
      new Pace() {
        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
          Thread.sleep(duration.toMillis(), duration.toNanosPart() % 1_000_000);
        }
      };

  /** What time it is. */
  Instant now();

  /** Waits. */
  void sleep(Duration duration) throws InterruptedException;
}
