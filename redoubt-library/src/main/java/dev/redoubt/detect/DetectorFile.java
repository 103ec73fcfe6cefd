package dev.redoubt.detect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.AtomicFile;
import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.nn.Safetensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A fitted detector in one safetensors file, with a digest over everything.
 *
 * @param kind of score
 * @param state of the score
 * @param model digest of the classifier that it was fitted for
 * @param takes what the classifier is given
 * @param calibration scores of clean samples
 * @param unit see {@link Watcher#unit}
 * @param origin how it came about, by name, for provenance
 */
public record DetectorFile(
    String kind,
    State state,
    String model,
    InputSpec takes,
    Calibration calibration,
    double unit,
    Map<String, Object> origin) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PREFIX = "redoubt-detector/";
  private static final String VERSION = "1";
  private static final String SCORES = "calibration";
  private static final String STATE = "state/";

  /** Copies, and keeps the order. */
  public DetectorFile {
    origin = Collections.unmodifiableMap(new LinkedHashMap<>(origin));
  }

  /** The samples that set its thresholds. */
  public SampleRange calibratedOn() {
    return SampleRange.of("calibration", origin);
  }

  /** The samples that it has learnt from. */
  public SampleRange learntFrom() {
    return SampleRange.of("learnt", origin);
  }

  /** What stood before it when it was fitted, in words; see {@link Watcher#surroundings}. */
  public String behind() {
    return String.valueOf(origin.get("behind"));
  }

  /** Whether a safetensors file says that it is one of these. */
  public static boolean isDetector(Safetensors content) {
    return content.metadata().getOrDefault("format", "").startsWith(PREFIX);
  }

  /**
   * Writes the file, atomically.
   *
   * @throws BadInputException if the place can't be written
   */
  public void write(Path file) {
    Safetensors content = content();
    Map<String, String> signed = new LinkedHashMap<>(content.metadata());
    signed.put("digest", content.digest());
    byte[] bytes = new Safetensors(signed, content.tensors()).toBytes();
    AtomicFile.write(file, out -> out.write(bytes));
  }

  /** SHA-256 (hex) over everything in it: what names this detector in reports. */
  public String digest() {
    return content().digest();
  }

  private Safetensors content() {
    Map<String, String> metadata = new LinkedHashMap<>();
    try {
      metadata.put("format", PREFIX + VERSION);
      metadata.put("kind", kind);
      metadata.put("model", model);
      metadata.put("input", JSON.writeValueAsString(takes));
      metadata.put("unit", Double.toString(unit));
      metadata.put("values", JSON.writeValueAsString(state.values()));
      metadata.put("origin", JSON.writeValueAsString(origin));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    Map<String, Safetensors.Entry> arrays = new LinkedHashMap<>();
    arrays.put(SCORES, doubles(calibration.scores()));
    state.arrays().forEach((name, entry) -> arrays.put(STATE + name, entry));
    return new Safetensors(metadata, arrays);
  }

  private static Safetensors.Entry doubles(double[] values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(Math.multiplyExact(8, values.length)).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asDoubleBuffer().put(values);
    return new Safetensors.Entry("F64", List.of((long) values.length), buffer.array());
  }

  private static double[] doubles(Safetensors.Entry entry) {
    double[] values = new double[entry.data().length / 8];
    ByteBuffer.wrap(entry.data()).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
    return values;
  }

  /**
   * Reads a file.
   *
   * @throws BadInputException if it is missing, of another kind or corrupt
   */
  public static DetectorFile read(Path file) {
    return read(file.toString(), Safetensors.read(file));
  }

  /** The same for what a file held. */
  public static DetectorFile read(String name, byte[] content) {
    return read(name, Safetensors.read(name, content));
  }

  private static DetectorFile read(String name, Safetensors whole) {
    Map<String, String> metadata = new LinkedHashMap<>(whole.metadata());
    String format = metadata.get("format");
    if (!(PREFIX + VERSION).equals(format)) {
      throw new BadInputException(
          "file %s is not a fitted detector of redoubt detect fit (its format is %s)"
              .formatted(name, format));
    }
    String digest = metadata.remove("digest");
    if (!new Safetensors(metadata, whole.tensors()).digest().equals(digest)) {
      throw new BadInputException(
          "detector %s is corrupt: its digest does not match".formatted(name));
    }
    try {
      Map<String, Safetensors.Entry> arrays = new LinkedHashMap<>();
      whole
          .tensors()
          .forEach(
              (key, entry) -> {
                if (key.startsWith(STATE)) {
                  arrays.put(key.substring(STATE.length()), entry);
                }
              });
      Map<String, String> values = JSON.readValue(metadata.get("values"), new TypeReference<>() {});
      Safetensors.Entry scores = whole.tensors().get(SCORES);
      if (scores == null) {
        throw new BadInputException("it was never calibrated");
      }
      return new DetectorFile(
          metadata.getOrDefault("kind", ""),
          new State(values, arrays),
          metadata.getOrDefault("model", ""),
          JSON.readValue(metadata.get("input"), InputSpec.class),
          new Calibration(doubles(scores)),
          Double.parseDouble(metadata.getOrDefault("unit", "1")),
          JSON.readValue(metadata.get("origin"), new TypeReference<>() {}));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new BadInputException(
          "detector %s can't be used: %s".formatted(name, e.getMessage()), e);
    }
  }
}
