package dev.redoubt.tensor;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/** New tensors. */
public final class Tensors {
  static {
    Engine.start();
  }

  private Tensors() {}

  /** A float32 tensor with a copy of {@code values}, whose number must be the shape's product. */
  public static Tensor of(float[] values, long... shape) {
    org.bytedeco.pytorch.Tensor raw = empty(values.length, DType.FLOAT32, shape);
    if (values.length > 0) {
      raw.data_ptr_float().put(values);
    }
    return new Tensor(raw);
  }

  /** Writes the values of one row. */
  @FunctionalInterface
  public interface RowWriter {
    /** Fills {@code values}, whatever is in it, with those of row {@code row}. */
    void write(int row, float[] values);
  }

  /**
   * A float32 tensor, row by row through a buffer of one row: no array of all values is made, which
   * would not fit into the processor's cache.
   */
  public static Tensor ofRows(RowWriter writer, long... shape) {
    org.bytedeco.pytorch.Tensor raw = torch.empty(shape, options(DType.FLOAT32), null);
    int rows = Math.toIntExact(shape[0]);
    float[] values = new float[rows == 0 ? 0 : Math.toIntExact(raw.numel() / rows)];
    FloatPointer target =
        rows == 0 || values.length == 0 ? new FloatPointer() : raw.data_ptr_float();
    for (int row = 0; row < rows && values.length > 0; row++) {
      writer.write(row, values);
      target.position((long) row * values.length).put(values);
    }
    return new Tensor(raw);
  }

  /** A float64 tensor with a copy of {@code values}. */
  public static Tensor of(double[] values, long... shape) {
    org.bytedeco.pytorch.Tensor raw = empty(values.length, DType.FLOAT64, shape);
    if (values.length > 0) {
      raw.data_ptr_double().put(values);
    }
    return new Tensor(raw);
  }

  /** An int64 tensor with a copy of {@code values}. */
  public static Tensor of(long[] values, long... shape) {
    org.bytedeco.pytorch.Tensor raw = empty(values.length, DType.INT64, shape);
    if (values.length > 0) {
      raw.data_ptr_long().put(values);
    }
    return new Tensor(raw);
  }

  /** An int64 vector with a copy of {@code values}: labels and row numbers. */
  public static Tensor ofInts(int... values) {
    return of(Arrays.stream(values).asLongStream().toArray(), values.length);
  }

  /** An int64 vector with a copy of {@code values}: places. */
  public static Tensor ofLongs(long... values) {
    return of(values, values.length);
  }

  /** A float32 scalar. */
  public static Tensor scalar(double value) {
    return of(new float[] {(float) value});
  }

  /** Zeros. */
  public static Tensor zeros(DType type, long... shape) {
    return new Tensor(torch.zeros(shape, options(type)));
  }

  /** Copies of one value. */
  public static Tensor full(double value, DType type, long... shape) {
    return new Tensor(torch.full(shape, new Scalar(value), options(type)));
  }

  /** Zeros of the shape, type and device of {@code x}. */
  public static Tensor zerosLike(Tensor x) {
    return new Tensor(torch.zeros_like(x.raw));
  }

  private static TensorOptions options(DType type) {
    return new TensorOptions().dtype(new ScalarTypeOptional(type.raw));
  }

  private static org.bytedeco.pytorch.Tensor empty(int length, DType type, long[] shape) {
    long product = 1;
    for (long n : shape) {
      product = Math.multiplyExact(product, n);
    }
    if (product != length) {
      throw new IllegalArgumentException(
          length + " values do not fill the shape " + Arrays.toString(shape));
    }
    return torch.empty(shape, options(type), null);
  }
}
