package dev.redoubt.model.blackbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A clock that only sleeping moves. */
final class FakePace implements Pace {
  private Instant now = Instant.parse("2020-01-01T00:00:00Z");
  private final List<Long> sleeps = new ArrayList<>();

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    sleeps.add(duration.toMillis());
    now = now.plus(duration);
  }

  /** How long each sleep was, in milliseconds. */
  List<Long> sleeps() {
    return sleeps;
  }
}
