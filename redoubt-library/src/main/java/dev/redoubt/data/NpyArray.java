package dev.redoubt.data;

import dev.redoubt.BadInputException;
import dev.redoubt.nn.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A NumPy array in memory: element type, shape and values in C order. Immutable. {@link NpyFormat}
 * reads and writes one, {@link NpzReader} and {@link NpzWriter} archives of several.
 */
public final class NpyArray {
  private final NpyType type;
  private final int[] shape;
  private final byte[] data;

  /** Keeps {@code data}: little-endian, C order, as many bytes as type and shape ask for. */
  NpyArray(NpyType type, int[] shape, byte[] data) {
    long expected = type.bytes() * elements(shape);
    if (data.length != expected) {
      throw new IllegalArgumentException(
          data.length + " bytes don't fill the shape, expected " + expected);
    }
    this.type = type;
    this.shape = shape.clone();
    this.data = data;
  }

  /** A {@code float32} array; the product of {@code shape} must be the number of values. */
  public static NpyArray of(float[] values, int... shape) {
    byte[] data = new byte[Math.multiplyExact(4, values.length)];
    view(data).asFloatBuffer().put(values);
    return new NpyArray(NpyType.FLOAT32, shape, data);
  }

  /** A {@code float64} array; the product of {@code shape} must be the number of values. */
  public static NpyArray of(double[] values, int... shape) {
    byte[] data = new byte[Math.multiplyExact(8, values.length)];
    view(data).asDoubleBuffer().put(values);
    return new NpyArray(NpyType.FLOAT64, shape, data);
  }

  /** An {@code int64} array; the product of {@code shape} must be the number of values. */
  public static NpyArray of(long[] values, int... shape) {
    byte[] data = new byte[Math.multiplyExact(8, values.length)];
    view(data).asLongBuffer().put(values);
    return new NpyArray(NpyType.INT64, shape, data);
  }

  /** An {@code int32} array; the product of {@code shape} must be the number of values. */
  public static NpyArray of(int[] values, int... shape) {
    byte[] data = new byte[Math.multiplyExact(4, values.length)];
    view(data).asIntBuffer().put(values);
    return new NpyArray(NpyType.INT32, shape, data);
  }

  /** A {@code uint8} array; the product of {@code shape} must be the number of values. */
  public static NpyArray of(byte[] values, int... shape) {
    return new NpyArray(NpyType.UINT8, shape, values.clone());
  }

  /** A {@code bool} array; the product of {@code shape} must be the number of values. */
  public static NpyArray of(boolean[] values, int... shape) {
    byte[] data = new byte[values.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) (values[i] ? 1 : 0);
    }
    return new NpyArray(NpyType.BOOL, shape, data);
  }

  /** The element type. */
  public NpyType type() {
    return type;
  }

  /** The shape, as a copy; empty for a scalar. */
  public int[] shape() {
    return shape.clone();
  }

  /** Number of elements. */
  public int size() {
    return data.length / type.bytes();
  }

  /** All elements in C order as floats, rounded to the nearest where the type is wider. */
  public float[] floats() {
    float[] values = new float[size()];
    ByteBuffer buffer = view(data);
    if (type == NpyType.FLOAT32) {
      buffer.asFloatBuffer().get(values);
      return values;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case FLOAT64 -> (float) buffer.getDouble(8 * i);
            case FLOAT16 -> ElementType.F16.at(buffer, i);
            case INT64 -> (float) buffer.getLong(8 * i);
            case INT32 -> (float) buffer.getInt(4 * i);
            case FLOAT32, UINT8, BOOL -> (float) (data[i] & 0xff);
          };
    }
    return values;
  }

  /** All elements in C order as doubles; {@code int64} is rounded to the nearest. */
  public double[] doubles() {
    double[] values = new double[size()];
    ByteBuffer buffer = view(data);
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case FLOAT16 -> ElementType.F16.at(buffer, i);
            case FLOAT32 -> buffer.getFloat(4 * i);
            case FLOAT64 -> buffer.getDouble(8 * i);
            case INT64 -> (double) buffer.getLong(8 * i);
            case INT32 -> buffer.getInt(4 * i);
            case UINT8, BOOL -> data[i] & 0xff;
          };
    }
    return values;
  }

  /**
   * All elements in C order as whole numbers.
   *
   * @throws BadInputException if an element has a fraction or is not finite
   */
  public long[] longs() {
    long[] values = new long[size()];
    ByteBuffer buffer = view(data);
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case FLOAT16 -> whole(ElementType.F16.at(buffer, i), i);
            case FLOAT32 -> whole(buffer.getFloat(4 * i), i);
            case FLOAT64 -> whole(buffer.getDouble(8 * i), i);
            case INT64 -> buffer.getLong(8 * i);
            case INT32 -> buffer.getInt(4 * i);
            case UINT8, BOOL -> data[i] & 0xff;
          };
    }
    return values;
  }

  /** The bytes of the elements, little-endian and in C order, as a copy. */
  public byte[] bytes() {
    return data.clone();
  }

  /** The elements' bytes without a copy, for writing. */
  byte[] data() {
    return data;
  }

  /** The number of elements of a shape. */
  static long elements(int[] shape) {
    long product = 1;
    for (int n : shape) {
      product = Math.multiplyExact(product, n);
    }
    return product;
  }

  private static long whole(double value, int index) {
    long rounded = (long) value;
    if (rounded != value) {
      throw new BadInputException("element " + index + " is " + value + ", expected whole numbers");
    }
    return rounded;
  }

  private static ByteBuffer view(byte[] data) {
    return ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
  }
}
