package dev.redoubt.report;

/**
 * The inputs that broke a model, for anyone to re-check: the arrays of {@code witnesses.npz}.
 *
 * @param ids index of each sample in the full split, [n]
 * @param shape shape of one input, for example {@code [channels, height, width]}
 * @param inputs the witnesses in pixel space, [n × features], each in the order of the shape
 * @param labels index of each sample's true class, [n]
 */
@SuppressWarnings("ArrayRecordComponent")
public record Witnesses(long[] ids, int[] shape, float[] inputs, long[] labels) {
  /** Checks that the lengths agree. The arrays are not copied. */
  public Witnesses {
    long features = 1;
    for (int n : shape) {
      features *= n;
    }
    if (labels.length != ids.length || inputs.length != ids.length * features) {
      throw new IllegalArgumentException("witness arrays disagree about the number of samples");
    }
  }
}
