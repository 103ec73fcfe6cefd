package dev.redoubt.nn;

import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;

/**
 * A plain array of images {@code [n, channels, height, width]} for reference computations.
 *
 * @param values in row-major order
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a record
record DoubleArray(int n, int channels, int height, int width, double[] values) {
  static DoubleArray zeros(int n, int channels, int height, int width) {
    return new DoubleArray(n, channels, height, width, new double[n * channels * height * width]);
  }

  /** Uniform values in (-1, 1), none of them twice. */
  static DoubleArray random(int n, int channels, int height, int width) {
    DoubleArray array = zeros(n, channels, height, width);
    RandomStream stream = RandomStream.of(n, channels * 100L + height * 10L + width, "reference");
    for (int i = 0; i < array.values.length; i++) {
      array.values[i] = 2 * stream.uniform() - 1;
    }
    return array;
  }

  static DoubleArray of(Tensor tensor) {
    long[] shape = tensor.shape();
    return new DoubleArray(
        (int) shape[0], (int) shape[1], (int) shape[2], (int) shape[3], tensor.doubles());
  }

  double at(int sample, int channel, int y, int x) {
    return values[index(sample, channel, y, x)];
  }

  void set(int sample, int channel, int y, int x, double value) {
    values[index(sample, channel, y, x)] = value;
  }

  boolean inside(int y, int x) {
    return y >= 0 && y < height && x >= 0 && x < width;
  }

  private int index(int sample, int channel, int y, int x) {
    return ((sample * channels + channel) * height + y) * width + x;
  }

  Tensor tensor() {
    return Tensors.of(values, n, channels, height, width);
  }
}
