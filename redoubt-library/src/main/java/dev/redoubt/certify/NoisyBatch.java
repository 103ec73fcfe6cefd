package dev.redoubt.certify;

import dev.redoubt.certify.smoothing.Smoothing;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;
import java.util.function.IntFunction;

/** Random changes of inputs as a batch, made row by row where the processor's cache holds them. */
final class NoisyBatch {
  /** What the draws of the random change are for. */
  private static final String PURPOSE = "certify";

  /** What the draws of a random model are for, below that. */
  static final String MODEL = "model";

  /** Where the number of a draw begins in its key; the sample's id is below. */
  private static final int SHIFT = 40;

  private final Smoothing smoothing;
  private final List<Integer> shape;
  private final Device device;

  NoisyBatch(Smoothing smoothing, List<Integer> shape, Device device) {
    this.smoothing = smoothing;
    this.shape = shape;
    this.device = device;
  }

  /**
   * The key of one draw of one sample. Draws that select a class have numbers below zero, so that
   * none of them is ever counted by a test.
   *
   * @param number has 23 bits and a sign
   */
  static long key(long id, int number) {
    return id + ((long) number << SHIFT);
  }

  /** The draws of a batch with these keys, one a row. */
  static Draws draws(long seed, long[] keys) {
    return new Draws(seed, keys, PURPOSE);
  }

  /** One change a row of {@code inputs}, whose arrays stay as they are. */
  Tensor of(IntFunction<float[]> inputs, Draws draws) {
    long[] all = new long[shape.size() + 1];
    all[0] = draws.ids().length;
    for (int i = 1; i < all.length; i++) {
      all[i] = shape.get(i - 1);
    }
    return Tensors.ofRows(
            (row, values) -> {
              System.arraycopy(inputs.apply(row), 0, values, 0, values.length);
              RandomStream stream = draws.stream(row);
              smoothing.randomize(values, stream);
            },
            all)
        .to(device);
  }
}
