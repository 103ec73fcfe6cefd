package dev.redoubt.attack.query;

import dev.redoubt.attack.Plane;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.threat.InputDomain;

/**
 * What the search of one row stands on.
 *
 * @param number its place in the batch
 * @param clean its clean point
 * @param plane how the values lie
 * @param domain the box of inputs
 * @param stream all randomness of the search
 */
@SuppressWarnings("ArrayRecordComponent") // one sample, never compared
public record Ground(
    int number, float[] clean, Plane plane, InputDomain domain, RandomStream stream) {
  /** How wide the box is. */
  public double width() {
    return domain.high() - domain.low();
  }

  /** A value inside of the box. */
  public float clamped(double value) {
    return (float) Math.max(domain.low(), Math.min(domain.high(), value));
  }
}
