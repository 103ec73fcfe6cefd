package dev.redoubt.data;

/** Short forms for looking at samples in tests. */
final class Samples {
  private Samples() {}

  static float[] values(Dataset dataset, int index) {
    float[] values = new float[dataset.input().features()];
    dataset.read(index, values, 0);
    return values;
  }

  static int[] labels(Dataset dataset, int count) {
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = dataset.label(i);
    }
    return labels;
  }
}
