package dev.redoubt.data;

import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import dev.redoubt.tensor.Tensors;
import java.util.function.Consumer;

/**
 * Some samples as tensors.
 *
 * @param ids their ids, one a row
 * @param inputs float32 {@code [n, ...]} in pixel space
 * @param labels int64 {@code [n]}
 */
@SuppressWarnings("ArrayRecordComponent") // one id a row, never compared
public record Batch(long[] ids, Tensor inputs, Tensor labels) implements TensorGroup {
  /** Reads the samples at the given indices of a dataset. */
  public static Batch read(Dataset dataset, int[] indices, Device device) {
    return read(dataset, indices, device, (id, sample) -> {});
  }

  /** Reads the samples at the given indices, and changes each in place. */
  public static Batch read(Dataset dataset, int[] indices, Device device, SampleChange change) {
    int features = dataset.input().features();
    float[] sample = new float[features];
    float[] pixels = new float[Math.multiplyExact(indices.length, features)];
    int[] labels = new int[indices.length];
    long[] ids = new long[indices.length];
    for (int row = 0; row < indices.length; row++) {
      labels[row] = dataset.label(indices[row]);
      ids[row] = dataset.id(indices[row]);
      dataset.read(indices[row], sample, 0);
      change.apply(ids[row], sample);
      System.arraycopy(sample, 0, pixels, row * features, features);
    }
    long[] shape = new long[dataset.input().shape().size() + 1];
    shape[0] = indices.length;
    for (int i = 1; i < shape.length; i++) {
      shape[i] = dataset.input().shape().get(i - 1);
    }
    return new Batch(ids, Tensors.of(pixels, shape).to(device), Tensors.ofInts(labels).to(device));
  }

  /** A change of one sample's values in place. */
  @FunctionalInterface
  public interface SampleChange {
    /** Changes the sample with this id. */
    void apply(long id, float[] sample);
  }

  /** The number of samples. */
  public int size() {
    return ids.length;
  }

  /** Some of the rows. */
  public Batch rows(int... rows) {
    long[] chosen = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      chosen[i] = ids[rows[i]];
    }
    return new Batch(chosen, Layout.rows(inputs, rows), Layout.rows(labels, rows));
  }

  /** The random draws of these samples. */
  public Draws draws(long seed, String purpose) {
    return new Draws(seed, ids, purpose);
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    action.accept(inputs);
    action.accept(labels);
  }
}
