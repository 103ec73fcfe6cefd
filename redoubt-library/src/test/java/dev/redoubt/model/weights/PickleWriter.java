package dev.redoubt.model.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles opcode by opcode, sound ones and others. */
public final class PickleWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Begins with protocol 2. */
  public PickleWriter() {
    op(0x80, 2);
  }

  /** Opcodes and other bytes as they are. */
  public PickleWriter op(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  /** A string. */
  public PickleWriter text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    op('X').int32(bytes.length).out.writeBytes(bytes);
    return this;
  }

  /** Four bytes, lowest first. */
  public PickleWriter int32(int value) {
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    return this;
  }

  /** Eight bytes, lowest first. */
  public PickleWriter int64(long value) {
    out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    return this;
  }

  /** A whole number. */
  public PickleWriter number(long value) {
    return (int) value == value ? op('J').int32((int) value) : op(0x8a, 8).int64(value);
  }

  /** A number with a fraction. */
  public PickleWriter number(double value) {
    return op('G').int64(Long.reverseBytes(Double.doubleToLongBits(value)));
  }

  /** A function or class by name. */
  public PickleWriter global(String module, String name) {
    op('c').out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** A tuple of whole numbers. */
  public PickleWriter tuple(long... numbers) {
    op('(');
    for (long number : numbers) {
      number(number);
    }
    return op('t');
  }

  /** A tensor in row-major order that fills its storage. */
  public PickleWriter tensor(String storageType, String key, long... shape) {
    long count = 1;
    long[] strides = new long[shape.length];
    for (int k = shape.length - 1; k >= 0; k--) {
      strides[k] = count;
      count *= shape[k];
    }
    return tensor(storageType, key, count, 0, shape, strides);
  }

  /** Any tensor. */
  public PickleWriter tensor(
      String storageType, String key, long count, long offset, long[] shape, long[] strides) {
    return global("torch._utils", "_rebuild_tensor_v2")
        .op('(')
        .storage(storageType, key, count)
        .number(offset)
        .tuple(shape)
        .tuple(strides)
        .op(0x89)
        .global("collections", "OrderedDict")
        .op(')', 'R', 't', 'R');
  }

  private PickleWriter storage(String storageType, String key, long count) {
    return op('(')
        .text("storage")
        .global("torch", storageType)
        .text(key)
        .text("cpu")
        .number(count)
        .op('t', 'Q');
  }

  /** An empty ordered dictionary and the mark after which its pairs follow. */
  public PickleWriter dict() {
    return global("collections", "OrderedDict").op(')', 'R', '(');
  }

  /** The end of the pairs. */
  public PickleWriter end() {
    return op('u');
  }

  /** The whole pickle. */
  public byte[] done() {
    return op('.').out.toByteArray();
  }
}
