package dev.redoubt.nn;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.redoubt.BadInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
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
  private static final int LARGEST_HEADER = 100_000_000;

  /**
   * One named array.
   *
   * @param dtype as in the format: {@code F32}, {@code U8} …
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

    /**
     * The values of an {@code F32} array.
     *
     * @throws BadInputException if it is of another type
     */
    public float[] floats() {
      if (!dtype.equals("F32")) {
        throw new BadInputException("weights must be stored as F32, not " + dtype);
      }
      float[] values = new float[data.length / 4];
      ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
      return values;
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
   * Reads a file.
   *
   * @throws BadInputException if it is missing, truncated or not in this layout
   */
  public static Safetensors read(Path file) {
    try {
      return parse(Files.readAllBytes(file), file);
    } catch (IOException e) {
      throw new BadInputException("file " + file + " can't be read: " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException ? "it does not exist" : e.toString();
  }

  private static Safetensors parse(byte[] bytes, Path file) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long length = bytes.length < 8 ? -1 : buffer.getLong();
    if (length < 2 || length > LARGEST_HEADER || length > bytes.length - 8) {
      throw new BadInputException("file " + file + " is not a safetensors file, or is truncated");
    }
    try {
      JsonNode header = JSON.readTree(bytes, 8, (int) length);
      Map<String, String> metadata = new LinkedHashMap<>();
      Map<String, Entry> tensors = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> field : header.properties()) {
        if (field.getKey().equals("__metadata__")) {
          field
              .getValue()
              .properties()
              .forEach(m -> metadata.put(m.getKey(), m.getValue().asText()));
        } else {
          tensors.put(field.getKey(), entry(field, bytes, 8 + (int) length, file));
        }
      }
      return new Safetensors(metadata, tensors);
    } catch (JsonProcessingException e) {
      throw new BadInputException("file " + file + " has a header that is not JSON", e);
    } catch (IOException e) {
      throw new BadInputException("file " + file + " can't be read: " + e.getMessage(), e);
    }
  }

  private static Entry entry(
      Map.Entry<String, JsonNode> field, byte[] bytes, int start, Path file) {
    JsonNode node = field.getValue();
    long from = node.path("data_offsets").path(0).asLong(-1);
    long to = node.path("data_offsets").path(1).asLong(-1);
    if (from < 0 || to < from || to > bytes.length - start) {
      throw new BadInputException(
          "file " + file + " is truncated: weight '" + field.getKey() + "' is not all there");
    }
    List<Long> shape = new ArrayList<>();
    node.path("shape").forEach(n -> shape.add(n.asLong()));
    byte[] data = new byte[(int) (to - from)];
    System.arraycopy(bytes, start + (int) from, data, 0, data.length);
    return new Entry(node.path("dtype").asText(), shape, data);
  }
}
