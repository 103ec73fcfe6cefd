package dev.redoubt.model.blackbox;

import java.time.Duration;
import java.time.Instant;

/** Spaces requests evenly. Safe from several threads. */
final class RateLimit {
  private final Duration interval;
  private final Pace pace;
  private Instant next = Instant.MIN;

  /** At most so many a second; 0 for no limit. */
  RateLimit(double requestsPerSecond, Pace pace) {
    this.interval =
        requestsPerSecond == 0
            ? Duration.ZERO
            : Duration.ofNanos(Math.round(1e9 / requestsPerSecond));
    this.pace = pace;
  }

  /** Waits for this request's turn. */
  void await() throws InterruptedException {
    if (!interval.isZero()) {
      Duration wait = turn();
      if (!wait.isZero()) {
        pace.sleep(wait);
      }
    }
  }

  private synchronized Duration turn() {
    Instant now = pace.now();
    Instant turn = next.isAfter(now) ? next : now;
    next = turn.plus(interval);
    return Duration.between(now, turn);
  }
}
