package dev.redoubt.evaluate;

/**
 * What one part of an evaluation broke and what it cost.
 *
 * @param broken samples that it broke
 * @param forwards forward passes, in samples
 * @param backwards backward passes, in samples
 * @param seconds wall-clock time, added up over batches also where several ran at once
 */
public record Tally(long broken, long forwards, long backwards, double seconds) {
  /** Nothing yet. */
  public static final Tally ZERO = new Tally(0, 0, 0, 0);

  /**
   * What was counted since a moment.
   *
   * @param start {@link System#nanoTime()} at the moment
   */
  static Tally of(long broken, Meter meter, long start) {
    return new Tally(
        broken, meter.forwards(), meter.backwards(), (System.nanoTime() - start) / 1e9);
  }

  /** The same with another number of broken samples. */
  Tally withBroken(long count) {
    return new Tally(count, forwards, backwards, seconds);
  }

  /** Both together. */
  public Tally plus(Tally other) {
    return new Tally(
        broken + other.broken,
        forwards + other.forwards,
        backwards + other.backwards,
        seconds + other.seconds);
  }
}
