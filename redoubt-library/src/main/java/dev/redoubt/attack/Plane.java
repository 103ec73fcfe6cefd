package dev.redoubt.attack;

import dev.redoubt.data.InputSpec;

/**
 * How the values of a sample lie: {@code channels} planes of {@code height × width}, one after the
 * other, each row by row.
 */
public record Plane(int channels, int height, int width) {
  /**
   * Inputs {@code [channels, height, width]} as they are. Inputs of any other shape, such as the
   * rows of a table, are one channel of height 1, whose columns are the features in their order.
   */
  public static Plane of(InputSpec spec) {
    return spec.isImage()
        ? new Plane(spec.shape().get(0), spec.shape().get(1), spec.shape().get(2))
        : new Plane(1, 1, spec.features());
  }

  /** The number of values. */
  public int features() {
    return channels * height * width;
  }

  /** Where a value lies in its sample. */
  public int index(int channel, int row, int column) {
    return (channel * height + row) * width + column;
  }
}
