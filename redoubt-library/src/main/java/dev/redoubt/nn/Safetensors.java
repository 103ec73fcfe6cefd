package dev.redoubt.nn;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.redoubt.BadInputException;
import dev.redoubt.HeapBudget;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The safetensors layout: the length of a header as 8 bytes little-endian, the header in JSON
 * (names, types, shapes, offsets, and text under {@code __metadata__}), and the raw values.
 *
 * @param metadata text by key
 * @param tensors values by name
 */
public record Safetensors(Map<String, String> metadata, Map<String, Entry> tensors) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One named array.
   *
   * @param dtype the name of an {@link ElementType}
   * @param shape its shape
   * @param data its little-endian bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // megabytes of weights, never compared
  public record Entry(String dtype, List<Long> shape, byte[] data) {
    /** Floats as {@code F32}. */
    public static Entry of(float[] values, List<Long> shape) {
      ByteBuffer buffer =
          ByteBuffer.allocate(Math.multiplyExact(4, values.length)).order(ByteOrder.LITTLE_ENDIAN);
      buffer.asFloatBuffer().put(values);
      return new Entry("F32", shape, buffer.array());
    }

    /** Bytes as {@code U8}. */
    public static Entry of(byte[] values) {
      return new Entry("U8", List.of((long) values.length), values);
    }

    /** The values as floats: narrower types are widened, wider ones rounded to the nearest. */
    public float[] floats() {
      ElementType type = ElementType.valueOf(dtype);
      return type.floats(
          ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN), 0, data.length / type.bytes());
    }
  }

  /** The file's bytes. */
  public byte[] toBytes() {
    ObjectNode header = JSON.createObjectNode();
    ObjectNode text = header.putObject("__metadata__");
    metadata.forEach(text::put);
    long offset = 0;
    for (Map.Entry<String, Entry> tensor : tensors.entrySet()) {
      ObjectNode node = header.putObject(tensor.getKey());
      node.put("dtype", tensor.getValue().dtype());
      tensor.getValue().shape().forEach(node.putArray("shape")::add);
      long end = offset + tensor.getValue().data().length;
      node.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    int padded = (json.length + 7) / 8 * 8;
    ByteBuffer buffer =
        ByteBuffer.allocate(Math.toIntExact(8 + padded + offset)).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(padded).put(json);
    while (buffer.position() < 8 + padded) {
      buffer.put((byte) ' ');
    }
    tensors.values().forEach(tensor -> buffer.put(tensor.data()));
    return buffer.array();
  }

  /** SHA-256 (hex) of the file's bytes. */
  public String digest() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(toBytes()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads a file. What its header declares is checked against the file's size before anything is
   * allocated.
   *
   * @throws BadInputException if it is missing, truncated, too large for memory or not in this
   *     layout
   */
  public static Safetensors read(Path file) {
    return read(file, HeapBudget.ofProcess());
  }

  /** The same for what a file held. */
  public static Safetensors read(String name, byte[] content) {
    return SafetensorsReader.read(name, content, HeapBudget.ofProcess());
  }

  /** The same within a given budget. */
  public static Safetensors read(Path file, HeapBudget budget) {
    return SafetensorsReader.read(file, budget);
  }
}
