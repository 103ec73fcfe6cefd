package dev.redoubt.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.AtomicFile;
import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.Safetensors;
import dev.redoubt.nn.WeightSpec;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
  private static final String FORMAT = "redoubt-model/1";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String DEFENCE_FILE = "defence/";

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
    Safetensors content = content();
    Map<String, String> signed = new LinkedHashMap<>(content.metadata());
    signed.put("digest", content.digest());
    byte[] bytes = new Safetensors(signed, content.tensors()).toBytes();
    AtomicFile.write(file, out -> out.write(bytes));
  }

  /**
   * Writes the weights alone as a safetensors file, for other programs.
   *
   * @throws BadInputException if the place can't be written
   */
  public void writeWeights(Path file) {
    byte[] bytes = new Safetensors(Map.of("format", "pt"), weights()).toBytes();
    AtomicFile.write(file, out -> out.write(bytes));
  }

  /** SHA-256 (hex) over everything in the bundle: what names this model in reports. */
  public String digest() {
    return content().digest();
  }

  private Map<String, Safetensors.Entry> weights() {
    Map<String, float[]> values = network.values();
    Map<String, Safetensors.Entry> tensors = new LinkedHashMap<>();
    Network.forEachWeight(
        network.graph(),
        (name, spec) ->
            tensors.put(
                name, Safetensors.Entry.of(values.getOrDefault(name, new float[0]), spec.shape())));
    return tensors;
  }

  private Safetensors content() {
    Map<String, Safetensors.Entry> tensors = weights();
    Map<String, String> metadata = new LinkedHashMap<>();
    try {
      metadata.put("format", FORMAT);
      metadata.put("graph", JSON.writeValueAsString(network.graph()));
      metadata.put("input", JSON.writeValueAsString(input));
      metadata.put("labels", JSON.writeValueAsString(labels));
      metadata.put("training", JSON.writeValueAsString(training));
      if (defence.isPresent()) {
        BundledDefence own = defence.get();
        metadata.put("defence", own.spec());
        metadata.put("defence_takes", JSON.writeValueAsString(own.takes()));
        own.files()
            .forEach((name, file) -> tensors.put(DEFENCE_FILE + name, Safetensors.Entry.of(file)));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    return new Safetensors(metadata, tensors);
  }

  /** Whether a safetensors file says that it is a bundle, and not weights alone. */
  public static boolean isBundle(Safetensors content) {
    return content.metadata().getOrDefault("format", "").startsWith("redoubt-model/");
  }

  /**
   * Reads a file, and checks the digest, the shapes of all weights and the number of logits.
   *
   * @throws BadInputException if the file is missing, of another kind or corrupt
   */
  public static ModelBundle read(Path file) {
    Safetensors content = Safetensors.read(file);
    Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
    if (!FORMAT.equals(metadata.get("format"))) {
      throw new BadInputException(
          "file "
              + file
              + " is not a Redoubt model (its format is "
              + metadata.get("format")
              + ")");
    }
    String digest = metadata.remove("digest");
    if (!new Safetensors(metadata, content.tensors()).digest().equals(digest)) {
      throw new BadInputException("model " + file + " is corrupt: its digest does not match");
    }
    try {
      Graph graph = JSON.readValue(metadata.get("graph"), Graph.class);
      Map<String, float[]> values = new LinkedHashMap<>();
      Network.forEachWeight(graph, (name, spec) -> values.put(name, weight(content, name, spec)));
      ModelBundle bundle =
          new ModelBundle(
              Network.of(graph, values),
              JSON.readValue(metadata.get("input"), InputSpec.class),
              JSON.readValue(metadata.get("labels"), new TypeReference<List<String>>() {}),
              JSON.readValue(metadata.get("training"), new TypeReference<Map<String, Object>>() {}),
              defence(content));
      bundle.checkLogits();
      return bundle;
    } catch (JsonProcessingException e) {
      throw unusable(file, e.getOriginalMessage(), e);
    } catch (BadInputException e) {
      throw unusable(file, e.getMessage(), e);
    } catch (RuntimeException e) { // the engine's, among others: its message is a trace
      throw unusable(file, "its graph, weights and input shape do not fit together", e);
    }
  }

  private static Optional<BundledDefence> defence(Safetensors content)
      throws JsonProcessingException {
    String spec = content.metadata().get("defence");
    if (spec == null) {
      return Optional.empty();
    }
    Map<String, byte[]> files = new LinkedHashMap<>();
    content
        .tensors()
        .forEach(
            (name, entry) -> {
              if (name.startsWith(DEFENCE_FILE)) {
                files.put(name.substring(DEFENCE_FILE.length()), entry.data());
              }
            });
    InputSpec takes = JSON.readValue(content.metadata().get("defence_takes"), InputSpec.class);
    return Optional.of(new BundledDefence(spec, takes, files));
  }

  private static BadInputException unusable(Path file, @Nullable String why, Exception cause) {
    return new BadInputException("model " + file + " can't be used: " + why, cause);
  }

  private static float[] weight(Safetensors content, String name, WeightSpec spec) {
    Safetensors.Entry entry = content.tensors().get(name);
    if (entry == null) {
      throw new BadInputException("weight '" + name + "' is missing");
    }
    if (!entry.dtype().equals("F32")) {
      throw new BadInputException(
          "weight '%s' is stored as %s, expected F32".formatted(name, entry.dtype()));
    }
    if (!entry.shape().equals(spec.shape())) {
      throw new BadInputException(
          "weight '%s' has the shape %s, expected %s".formatted(name, entry.shape(), spec.shape()));
    }
    return entry.floats();
  }

  private void checkLogits() {
    long[] shape = new long[input.shape().size() + 1];
    shape[0] = 1;
    for (int i = 1; i < shape.length; i++) {
      shape[i] = input.shape().get(i - 1);
    }
    long[] logits =
        Scope.value(
            () ->
                Autograd.noGrad(
                    () -> network.forward(Tensors.zeros(DType.FLOAT32, shape), Mode.EVAL).shape()));
    if (!Arrays.equals(logits, new long[] {1, labels.size()})) {
      throw new BadInputException(
          "its logits for one sample have the shape %s, expected [1, %d]"
              .formatted(Arrays.toString(logits), labels.size()));
    }
  }
}
