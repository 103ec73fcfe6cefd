package dev.redoubt.model.onnx;

import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import java.util.List;

/** How far a network's logits are from another's. */
final class Deviation {
  private Deviation() {}

  /** The largest difference, relative to the largest expected value. */
  static double relative(float[] actual, float[] expected) {
    if (actual.length != expected.length) {
      throw new AssertionError(actual.length + " values, expected " + expected.length);
    }
    double scale = 1e-12;
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      scale = Math.max(scale, Math.abs(expected[i]));
      double difference = Math.abs((double) actual[i] - expected[i]);
      largest = difference <= largest ? largest : difference; // NaN sticks out
    }
    return largest / scale;
  }

  /** The logits of rows in batches of a size. */
  static float[] logits(Network network, float[] values, List<Integer> shape, int rows, int batch) {
    int features = values.length / rows;
    float[] all = new float[0];
    for (int row = 0; row < rows; row += batch) {
      int count = Math.min(batch, rows - row);
      long[] dims = dims(shape, count);
      float[] part = java.util.Arrays.copyOfRange(values, row * features, (row + count) * features);
      float[] logits =
          Scope.value(
              () ->
                  Autograd.noGrad(
                      () -> network.forward(Tensors.of(part, dims), Mode.EVAL).floats()));
      int offset = all.length;
      all = java.util.Arrays.copyOf(all, offset + logits.length);
      System.arraycopy(logits, 0, all, offset, logits.length);
    }
    return all;
  }

  static long[] dims(List<Integer> shape, int rows) {
    long[] dims = new long[shape.size() + 1];
    dims[0] = rows;
    for (int i = 0; i < shape.size(); i++) {
      dims[i + 1] = shape.get(i);
    }
    return dims;
  }
}
