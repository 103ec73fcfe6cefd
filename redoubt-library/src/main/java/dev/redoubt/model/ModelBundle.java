package dev.redoubt.model;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.redoubt.AtomicFile;
import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.Safetensors;
import dev.redoubt.tensor.Device;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model in one file: a safetensors file whose metadata hold the graph, the input, the labels, how
 * it was trained, and a digest over all of it. Any safetensors reader can open it for the weights;
 * the normalisation is the graph's first operator.
 *
 * @param network graph and weights
 * @param input shape and range of the inputs, in pixel space
 * @param labels class names, one a logit
 * @param training how it came about, for provenance
 * @param defence what it is to stand behind, if anything
 */
public record ModelBundle(
    Network network,
    InputSpec input,
    List<String> labels,
    Map<String, Object> training,
    Optional<BundledDefence> defence) {
  /** A model without a defence. */
  public ModelBundle(
      Network network, InputSpec input, List<String> labels, Map<String, Object> training) {
    this(network, input, labels, training, Optional.empty());
  }

  /** Copies the labels. */
  public ModelBundle {
    labels = List.copyOf(labels);
  }

  /** The same on another device. */
  public ModelBundle to(Device device) {
    return new ModelBundle(network.to(device), input, labels, training, defence);
  }

  /** The classifier alone. */
  public ModelBundle withoutDefence() {
    return new ModelBundle(network, input, labels, training);
  }

  /** The model, ready to be attacked. */
  public NetworkModel model(String name) {
    return new NetworkModel(name, network, input, labels.size());
  }

  /**
   * Writes the file, atomically.
   *
   * @throws BadInputException if the place can't be written
   */
  public void write(Path file) {
    content().write(file);
  }

  /**
   * Writes the weights alone as a safetensors file, for other programs.
   *
   * @throws BadInputException if the place can't be written
   */
  public void writeWeights(Path file) {
    byte[] bytes = new Safetensors(Map.of("format", "pt"), content().weights()).toBytes();
    AtomicFile.write(file, out -> out.write(bytes));
  }

  /** SHA-256 (hex) over everything in the bundle: what names this model in reports. */
  public String digest() {
    return content().digest();
  }

  private NetworkFile content() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("input", input);
    facts.put("labels", labels);
    facts.put("training", training);
    NetworkFile bare = NetworkFile.of(NetworkFile.Kind.MODEL, network, facts);
    return defence.map(bare::with).orElse(bare);
  }

  /** Whether a safetensors file says that it is a bundle, and not weights alone. */
  public static boolean isBundle(Safetensors content) {
    return NetworkFile.Kind.MODEL.isOf(content);
  }

  /**
   * Reads a file, and checks the digest, the shapes of all weights and the number of logits.
   *
   * @throws BadInputException if the file is missing, of another kind or corrupt
   */
  public static ModelBundle read(Path file) {
    return NetworkFile.read(
        file,
        NetworkFile.Kind.MODEL,
        content -> {
          ModelBundle bundle =
              new ModelBundle(
                  content.network(),
                  content.fact("input", new TypeReference<InputSpec>() {}),
                  content.fact("labels", new TypeReference<List<String>>() {}),
                  content.fact("training", new TypeReference<Map<String, Object>>() {}),
                  content.defence());
          bundle.checkLogits();
          return bundle;
        });
  }

  private void checkLogits() {
    List<Long> logits = NetworkFile.outputShape(network, input);
    if (!logits.equals(List.of(1L, (long) labels.size()))) {
      throw new BadInputException(
          "its logits for one sample have the shape %s, expected [1, %d]"
              .formatted(logits, labels.size()));
    }
  }
}
