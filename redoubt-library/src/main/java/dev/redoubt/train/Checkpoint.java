package dev.redoubt.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.AtomicFile;
import dev.redoubt.BadInputException;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.Safetensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The state of a run after an epoch: with the same recipe and data, going on from it gives the same
 * final weights as a run that was never interrupted.
 *
 * @param fingerprint of recipe, architecture and data
 * @param weights by name
 * @param optimizer the optimiser's state
 * @param history the epochs so far
 */
@SuppressWarnings("ArrayRecordComponent") // opaque engine state, never compared
record Checkpoint(
    String fingerprint,
    Map<String, float[]> weights,
    byte[] optimizer,
    List<EpochSummary> history) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OPTIMIZER = "__optimizer__";

  void write(Path file, Graph graph) {
    Map<String, Safetensors.Entry> tensors = new LinkedHashMap<>();
    Network.forEachWeight(
        graph,
        (name, spec) ->
            tensors.put(
                name,
                Safetensors.Entry.of(Objects.requireNonNull(weights.get(name)), spec.shape())));
    tensors.put(OPTIMIZER, Safetensors.Entry.of(optimizer));
    try {
      Map<String, String> metadata =
          Map.of("fingerprint", fingerprint, "history", JSON.writeValueAsString(history));
      byte[] bytes = new Safetensors(metadata, tensors).toBytes();
      AtomicFile.write(file, out -> out.write(bytes));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The checkpoint in a file, if there is a file.
   *
   * @throws BadInputException if it is corrupt or belongs to another run
   */
  static Optional<Checkpoint> read(Path file, String fingerprint) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Safetensors content = Safetensors.read(file);
    if (!fingerprint.equals(content.metadata().get("fingerprint"))) {
      throw new BadInputException(
          "checkpoint "
              + file
              + " belongs to a run with other settings, data or threads: delete it to start afresh");
    }
    Map<String, float[]> weights = new LinkedHashMap<>();
    byte[] optimizer = new byte[0];
    for (Map.Entry<String, Safetensors.Entry> tensor : content.tensors().entrySet()) {
      if (tensor.getKey().equals(OPTIMIZER)) {
        optimizer = tensor.getValue().data();
      } else {
        weights.put(tensor.getKey(), tensor.getValue().floats());
      }
    }
    try {
      List<EpochSummary> history =
          JSON.readValue(
              content.metadata().getOrDefault("history", "[]"), new TypeReference<>() {});
      return Optional.of(new Checkpoint(fingerprint, weights, optimizer, history));
    } catch (JsonProcessingException e) {
      throw new BadInputException("checkpoint " + file + " is corrupt", e);
    }
  }
}
