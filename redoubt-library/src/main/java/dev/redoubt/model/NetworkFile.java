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
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What our files of networks have in common: safetensors whose metadata hold the format, the graph
 * and other facts as JSON, and a digest over all of it.
 *
 * @param content without the digest
 */
record NetworkFile(Safetensors content) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FORMAT = "format";
  private static final String DIGEST = "digest";
  private static final String DEFENCE = "defence";
  private static final String DEFENCE_INPUT = "defence_input";
  private static final String DEFENCE_FILE = "defence/";

  /** What such a file may hold. */
  enum Kind {
    /** A classifier, see {@link ModelBundle}. */
    MODEL("redoubt-model/", "1", "model", "a Redoubt model, which gives classes"),
    /** A network that changes inputs, see {@link PurifierBundle}. */
    PURIFIER(
        "redoubt-purifier/",
        "1",
        "purifier",
        "a Redoubt purifier, which changes inputs and gives no classes"),
    /** A network that guesses noise, see {@link DiffusionBundle}. */
    DIFFUSION(
        "redoubt-diffusion/",
        "1",
        "diffusion model",
        "a Redoubt diffusion model, which guesses noise and gives no classes");

    private final String prefix;
    private final String version;
    private final String noun;
    private final String words;

    Kind(String prefix, String version, String noun, String words) {
      this.prefix = prefix;
      this.version = version;
      this.noun = noun;
      this.words = words;
    }

    /** Whether a file says that it is of this kind, of whatever version. */
    boolean isOf(Safetensors content) {
      return content.metadata().getOrDefault(FORMAT, "").startsWith(prefix);
    }
  }

  /**
   * The content of a file.
   *
   * @param facts what stands beside the graph, by key
   */
  static NetworkFile of(Kind kind, Network network, Map<String, Object> facts) {
    Map<String, float[]> values = network.values();
    Map<String, Safetensors.Entry> tensors = new LinkedHashMap<>();
    Network.forEachWeight(
        network.graph(),
        (name, spec) ->
            tensors.put(
                name, Safetensors.Entry.of(values.getOrDefault(name, new float[0]), spec.shape())));
    Map<String, String> metadata = new LinkedHashMap<>();
    try {
      metadata.put(FORMAT, kind.prefix + kind.version);
      metadata.put("graph", JSON.writeValueAsString(network.graph()));
      for (Map.Entry<String, Object> fact : facts.entrySet()) {
        metadata.put(fact.getKey(), JSON.writeValueAsString(fact.getValue()));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    return new NetworkFile(new Safetensors(metadata, tensors));
  }

  /** The same with a defence around the network. */
  NetworkFile with(BundledDefence defence) {
    Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
    Map<String, Safetensors.Entry> tensors = new LinkedHashMap<>(content.tensors());
    metadata.put(DEFENCE, defence.spec());
    try {
      metadata.put(DEFENCE_INPUT, JSON.writeValueAsString(defence.takes()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    defence
        .files()
        .forEach((name, file) -> tensors.put(DEFENCE_FILE + name, Safetensors.Entry.of(file)));
    return new NetworkFile(new Safetensors(metadata, tensors));
  }

  /** The defence around the network, if there is one. */
  Optional<BundledDefence> defence() throws JsonProcessingException {
    String spec = content.metadata().get(DEFENCE);
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
    InputSpec takes = fact(DEFENCE_INPUT, new TypeReference<InputSpec>() {});
    return Optional.of(new BundledDefence(spec, takes, files));
  }

  /** The network's own arrays. */
  Map<String, Safetensors.Entry> weights() {
    Map<String, Safetensors.Entry> own = new LinkedHashMap<>(content.tensors());
    own.keySet().removeIf(name -> name.startsWith(DEFENCE_FILE));
    return own;
  }

  /** SHA-256 (hex) over everything. */
  String digest() {
    return content.digest();
  }

  /** Writes it, atomically, with its digest. */
  void write(Path file) {
    Map<String, String> signed = new LinkedHashMap<>(content.metadata());
    signed.put(DIGEST, digest());
    byte[] bytes = new Safetensors(signed, content.tensors()).toBytes();
    AtomicFile.write(file, out -> out.write(bytes));
  }

  /**
   * Reads a file of a kind, and checks its digest.
   *
   * @param made makes of it what is wanted, and checks it; what it throws becomes a sentence
   * @throws BadInputException if the file is missing, of another kind or corrupt
   */
  static <T> T read(Path file, Kind kind, Reading<T> made) {
    return read(file, Safetensors.read(file), kind, made);
  }

  /** The same for what a file held. */
  static <T> T read(Path file, Safetensors whole, Kind kind, Reading<T> made) {
    Map<String, String> metadata = new LinkedHashMap<>(whole.metadata());
    if (!(kind.prefix + kind.version).equals(metadata.get(FORMAT))) {
      throw new BadInputException(
          "file %s is not a Redoubt %s (%s)".formatted(file, kind.noun, described(kind, whole)));
    }
    String digest = metadata.remove(DIGEST);
    NetworkFile read = new NetworkFile(new Safetensors(metadata, whole.tensors()));
    if (!read.digest().equals(digest)) {
      throw new BadInputException(
          "%s %s is corrupt: its digest does not match".formatted(kind.noun, file));
    }
    try {
      return made.of(read);
    } catch (JsonProcessingException e) {
      throw unusable(kind, file, e.getOriginalMessage(), e);
    } catch (BadInputException e) {
      throw unusable(kind, file, e.getMessage(), e);
    } catch (RuntimeException e) { // the engine's, among others: its message is a trace
      throw unusable(kind, file, "its graph, weights and input shape do not fit together", e);
    }
  }

  private static String described(Kind wanted, Safetensors content) {
    for (Kind kind : Kind.values()) {
      if (kind != wanted && kind.isOf(content)) {
        return "it is " + kind.words;
      }
    }
    return "its format is " + content.metadata().get(FORMAT);
  }

  private static BadInputException unusable(
      Kind kind, Path file, @Nullable String why, Exception cause) {
    return new BadInputException("%s %s can't be used: %s".formatted(kind.noun, file, why), cause);
  }

  /** How the content of a file is read. */
  @FunctionalInterface
  interface Reading<T> {
    T of(NetworkFile file) throws JsonProcessingException;
  }

  /** The network, with the weights that its graph declares. */
  Network network() throws JsonProcessingException {
    Graph graph = JSON.readValue(content.metadata().get("graph"), Graph.class);
    Map<String, float[]> values = new LinkedHashMap<>();
    Network.forEachWeight(graph, (name, spec) -> values.put(name, weight(name, spec)));
    return Network.of(graph, values);
  }

  /** One of the facts. */
  <T> T fact(String key, TypeReference<T> type) throws JsonProcessingException {
    return JSON.readValue(content.metadata().get(key), type);
  }

  private float[] weight(String name, WeightSpec spec) {
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

  /** The shape of what a network gives for one input. */
  static List<Long> outputShape(Network network, InputSpec input) {
    long[] shape =
        IntStream.concat(IntStream.of(1), input.shape().stream().mapToInt(n -> n))
            .mapToLong(n -> n)
            .toArray();
    long[] output =
        Scope.value(
            () ->
                Autograd.noGrad(
                    () -> network.forward(Tensors.zeros(DType.FLOAT32, shape), Mode.EVAL).shape()));
    return Arrays.stream(output).boxed().toList();
  }
}
