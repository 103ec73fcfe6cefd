package dev.redoubt.nn;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.Stream;

/** The element types in which weights are stored, named as in the safetensors format. */
public enum ElementType {
  /** IEEE 754 binary64. */
  F64("float64", 8),
  /** IEEE 754 binary32. */
  F32("float32", 4),
  /** IEEE 754 binary16. */
  F16("float16", 2),
  /** The upper half of a binary32. */
  BF16("bfloat16", 2),
  /** Signed, 64 bits. */
  I64("int64", 8),
  /** Signed, 32 bits. */
  I32("int32", 4),
  /** Signed, 16 bits. */
  I16("int16", 2),
  /** Signed, 8 bits. */
  I8("int8", 1),
  /** Unsigned, 8 bits. */
  U8("uint8", 1),
  /** One byte, 0 or 1. */
  BOOL("bool", 1);

  private final String dtype;
  private final int bytes;

  ElementType(String dtype, int bytes) {
    this.dtype = dtype;
    this.bytes = bytes;
  }

  /** The name in NumPy and PyTorch, such as {@code float32}. */
  public String dtype() {
    return dtype;
  }

  /** Size of one element in bytes. */
  public int bytes() {
    return bytes;
  }

  /** The type that the safetensors format calls so. */
  public static Optional<ElementType> named(String name) {
    return Stream.of(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  /** The element at an index as a float, rounded to the nearest where the type is wider. */
  public float at(ByteBuffer elements, int index) {
    return switch (this) {
      case F64 -> (float) elements.getDouble(8 * index);
      case F32 -> elements.getFloat(4 * index);
      case F16 -> half(elements.getShort(2 * index));
      case BF16 -> Float.intBitsToFloat(elements.getShort(2 * index) << 16);
      case I64 -> (float) elements.getLong(8 * index);
      case I32 -> (float) elements.getInt(4 * index);
      case I16 -> (float) elements.getShort(2 * index);
      case I8 -> (float) elements.get(index);
      case U8 -> (float) (elements.get(index) & 0xff);
      case BOOL -> elements.get(index) == 0 ? 0 : 1;
    };
  }

  /** {@code count} elements from an index on as floats; the buffer's byte order counts. */
  public float[] floats(ByteBuffer elements, int from, int count) {
    float[] values = new float[count];
    if (this == F32) {
      elements.duplicate().order(elements.order()).position(4 * from).asFloatBuffer().get(values);
      return values;
    }
    for (int i = 0; i < count; i++) {
      values[i] = at(elements, from + i);
    }
    return values;
  }

  /** The value of a binary16: 1 bit sign, 5 bits exponent (bias 15), 10 bits fraction. */
  private static float half(short bits) {
    int sign = bits & 0x8000;
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0) {
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    int wide = exponent == 31 ? 255 : exponent + 127 - 15;
    return Float.intBitsToFloat((sign << 16) | (wide << 23) | (fraction << 13));
  }
}
