package dev.redoubt.model;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.Safetensors;
import dev.redoubt.tensor.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network that changes inputs and keeps their shape, in one file like that of a {@link
 * ModelBundle}; it has no labels, and a format of its own, so that neither is taken for the other.
 *
 * @param network graph and weights
 * @param input shape and range of the inputs, in pixel space
 * @param training how it came about, for provenance
 */
public record PurifierBundle(Network network, InputSpec input, Map<String, Object> training) {
  /** The same on another device. */
  public PurifierBundle to(Device device) {
    return new PurifierBundle(network.to(device), input, training);
  }

  /**
   * Writes the file, atomically.
   *
   * @throws BadInputException if the place can't be written
   */
  public void write(Path file) {
    content().write(file);
  }

  /** SHA-256 (hex) over everything in the bundle: what names this purifier in reports. */
  public String digest() {
    return content().digest();
  }

  private NetworkFile content() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("input", input);
    facts.put("training", training);
    return NetworkFile.of(NetworkFile.Kind.PURIFIER, network, facts);
  }

  /** Whether a safetensors file says that it is one of these. */
  public static boolean isBundle(Safetensors content) {
    return NetworkFile.Kind.PURIFIER.isOf(content);
  }

  /**
   * Reads a file, and checks the digest, the shapes of all weights and that of the output.
   *
   * @throws BadInputException if the file is missing, of another kind or corrupt
   */
  public static PurifierBundle read(Path file) {
    return read(file, Safetensors.read(file));
  }

  /**
   * The same for what a file held.
   *
   * @param name of the file
   */
  public static PurifierBundle read(String name, byte[] content) {
    return read(Path.of(name), Safetensors.read(name, content));
  }

  private static PurifierBundle read(Path file, Safetensors whole) {
    return NetworkFile.read(
        file,
        whole,
        NetworkFile.Kind.PURIFIER,
        content -> {
          PurifierBundle bundle =
              new PurifierBundle(
                  content.network(),
                  content.fact("input", new TypeReference<InputSpec>() {}),
                  content.fact("training", new TypeReference<Map<String, Object>>() {}));
          bundle.checkOutput();
          return bundle;
        });
  }

  private void checkOutput() {
    List<Long> output = NetworkFile.outputShape(network, input);
    List<Long> expected = new ArrayList<>(List.of(1L));
    input.shape().forEach(n -> expected.add((long) n));
    if (!output.equals(expected)) {
      throw new BadInputException(
          "its output for one sample has the shape %s, expected that of its input, %s"
              .formatted(output, expected));
    }
  }
}
