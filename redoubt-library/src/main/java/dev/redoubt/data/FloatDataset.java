package dev.redoubt.data;

import dev.redoubt.BadInputException;

/** Samples stored as 32-bit floats, each value finite and within the declared range. */
public final class FloatDataset extends StoredDataset {
  private final float[] values;

  private FloatDataset(DatasetInfo info, int[] labels, float[] values) {
    super(info, labels, values.length);
    this.values = values;
  }

  /**
   * A dataset over {@code values}, which it keeps and which the caller must not change any more.
   *
   * @param info shape, range and classes
   * @param labels one a sample
   * @param values sample by sample, each in channel-height-width order
   * @throws BadInputException if a label is out of range, the counts don't fit, or a value is NaN,
   *     infinite or outside the declared range; the message names the sample's id
   */
  public static FloatDataset of(DatasetInfo info, int[] labels, float[] values) {
    FloatDataset dataset = new FloatDataset(info, labels, values);
    double low = info.input().low();
    double high = info.input().high();
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] >= low && values[i] <= high)) {
        int features = info.input().features();
        throw new BadInputException(
            "%s: value %d is %s, expected a number in [%s, %s]"
                .formatted(sample(info, i / features), i % features, values[i], low, high));
      }
    }
    return dataset;
  }

  @Override
  public void read(int index, float[] target, int offset) {
    int features = input().features();
    System.arraycopy(values, checkIndex(index) * features, target, offset, features);
  }
}
