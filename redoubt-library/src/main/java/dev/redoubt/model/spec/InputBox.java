package dev.redoubt.model.spec;

import java.util.Arrays;

/** An interval for each input, bounds included. Immutable. */
public final class InputBox {
  private final double[] low;
  private final double[] high;

  /**
   * Copies the bounds.
   *
   * @param low the smallest value of each input, finite
   * @param high the largest, finite and not below
   */
  public InputBox(double[] low, double[] high) {
    if (low.length != high.length) {
      throw new IllegalArgumentException(low.length + " lower, " + high.length + " upper bounds");
    }
    for (int i = 0; i < low.length; i++) {
      if (!(low[i] <= high[i]) || Double.isInfinite(low[i]) || Double.isInfinite(high[i])) {
        throw new IllegalArgumentException("bounds [" + low[i] + ", " + high[i] + "]");
      }
    }
    this.low = low.clone();
    this.high = high.clone();
  }

  /** The number of inputs. */
  public int inputs() {
    return low.length;
  }

  /** The smallest value of an input. */
  public double low(int input) {
    return low[input];
  }

  /** The largest value of an input. */
  public double high(int input) {
    return high[input];
  }

  /** Whether each value lies between its bounds; NaN lies nowhere. */
  public boolean contains(double[] x) {
    boolean inside = x.length == low.length;
    for (int i = 0; inside && i < x.length; i++) {
      inside = x[i] >= low[i] && x[i] <= high[i];
    }
    return inside;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InputBox box
        && Arrays.equals(low, box.low)
        && Arrays.equals(high, box.high);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(low) + Arrays.hashCode(high);
  }

  @Override
  public String toString() {
    return "InputBox of " + low.length + " inputs";
  }
}
