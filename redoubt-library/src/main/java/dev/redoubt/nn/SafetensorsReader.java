package dev.redoubt.nn;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.redoubt.BadInputException;
import dev.redoubt.Excerpt;
import dev.redoubt.HeapBudget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the safetensors layout. All of the header is checked first: sizes against shapes, types and
 * the file, and that the arrays fill the data part without gaps or overlaps, as the format asks.
 */
final class SafetensorsReader {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final int LARGEST_HEADER = 100_000_000;

  /** What a byte of JSON may cost as a tree in memory: {@code [[],[],…} is the worst. */
  private static final int TREE_BYTES = 32;

  private final Path file;

  private SafetensorsReader(Path file) {
    this.file = file;
  }

  private record Slot(String name, ElementType type, List<Long> shape, long from, long to) {}

  static Safetensors read(Path file, HeapBudget budget) {
    return read(file, () -> Files.newByteChannel(file), budget);
  }

  static Safetensors read(String name, byte[] content, HeapBudget budget) {
    return read(Path.of(name), () -> new BytesChannel(content), budget);
  }

  private interface Opening {
    SeekableByteChannel open() throws IOException;
  }

  private static Safetensors read(Path file, Opening opening, HeapBudget budget) {
    try (SeekableByteChannel channel = opening.open()) {
      return new SafetensorsReader(file).read(channel, budget);
    } catch (JsonProcessingException e) {
      throw new BadInputException("file " + file + " has a header that is not JSON", e);
    } catch (IOException e) {
      String why = e instanceof NoSuchFileException ? "it does not exist" : e.getMessage();
      throw new BadInputException("file " + file + " can't be read: " + why, e);
    }
  }

  private Safetensors read(SeekableByteChannel channel, HeapBudget budget) throws IOException {
    long size = channel.size();
    long length = size < 8 ? -1 : bytes(channel, 8).getLong();
    if (length < 2 || length > LARGEST_HEADER || length > size - 8) {
      throw new BadInputException("file " + file + " is not a safetensors file, or is truncated");
    }
    budget.require(Math.max(size, TREE_BYTES * length), file);
    String json = new String(bytes(channel, (int) length).array(), StandardCharsets.UTF_8);
    if (!(JSON.readTree(json) instanceof ObjectNode header)) {
      throw new BadInputException("file " + file + " has a header that is not a JSON object");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Slot> slots = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : header.properties()) {
      if (field.getKey().equals("__metadata__")) {
        field.getValue().properties().forEach(m -> metadata.put(m.getKey(), m.getValue().asText()));
      } else {
        slots.add(slot(field.getKey(), field.getValue()));
      }
    }
    checkLayout(slots, size - 8 - length);
    Map<String, Safetensors.Entry> tensors = new LinkedHashMap<>();
    for (Slot slot : slots) {
      channel.position(8 + length + slot.from);
      byte[] data = bytes(channel, (int) (slot.to - slot.from)).array();
      tensors.put(slot.name, new Safetensors.Entry(slot.type.name(), slot.shape, data));
    }
    return new Safetensors(metadata, tensors);
  }

  private Slot slot(String name, JsonNode node) {
    JsonNode offsets = node.path("data_offsets");
    long from = whole(offsets.path(0), name, "data_offsets");
    long to = whole(offsets.path(1), name, "data_offsets");
    String dtype = node.path("dtype").asText();
    ElementType type =
        ElementType.named(dtype)
            .orElseThrow(
                () ->
                    refused(
                        name,
                        "has the type '%s', expected one of %s"
                            .formatted(Excerpt.of(dtype), List.of(ElementType.values()))));
    if (!node.path("shape").isArray() || offsets.size() != 2) {
      throw refused(name, "lacks its shape or its two data_offsets");
    }
    List<Long> shape = new ArrayList<>();
    long expected = type.bytes();
    try {
      for (JsonNode n : node.path("shape")) {
        shape.add(whole(n, name, "shape"));
        expected = Math.multiplyExact(expected, shape.get(shape.size() - 1));
      }
    } catch (ArithmeticException e) {
      throw refused(
          name,
          "has the shape " + Excerpt.of(node.path("shape").toString()) + ", which is too large");
    }
    if (to - from != expected || expected > Integer.MAX_VALUE - 8) {
      throw refused(
          name,
          "has %d bytes, expected %d for the shape %s and the type %s (at most 2 GB)"
              .formatted(to - from, expected, shape, type));
    }
    return new Slot(name, type, List.copyOf(shape), from, to);
  }

  private long whole(JsonNode node, String name, String field) {
    if (!node.isIntegralNumber() || !node.canConvertToLong() || node.asLong() < 0) {
      throw refused(name, "has a '%s' that is no list of whole numbers from 0".formatted(field));
    }
    return node.asLong();
  }

  private void checkLayout(List<Slot> slots, long dataSize) {
    List<Slot> sorted = new ArrayList<>(slots);
    sorted.sort(Comparator.comparingLong(Slot::from).thenComparingLong(Slot::to));
    long end = 0;
    for (Slot slot : sorted) {
      if (slot.to > dataSize) {
        throw new BadInputException(
            "file "
                + file
                + " is truncated: weight '"
                + Excerpt.of(slot.name)
                + "' is not all there");
      }
      if (slot.from != end) {
        throw refused(
            slot.name,
            "begins at byte %d of the data, expected %d: arrays must neither overlap nor leave gaps"
                .formatted(slot.from, end));
      }
      end = slot.to;
    }
    if (end != dataSize) {
      throw new BadInputException(
          "file %s has %d bytes of data, expected %d for the arrays in its header"
              .formatted(file, dataSize, end));
    }
  }

  private BadInputException refused(String name, String why) {
    return new BadInputException("file %s: weight '%s' %s".formatted(file, Excerpt.of(name), why));
  }

  private ByteBuffer bytes(SeekableByteChannel channel, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new BadInputException("file " + file + " is truncated");
      }
    }
    return buffer.flip();
  }
}
