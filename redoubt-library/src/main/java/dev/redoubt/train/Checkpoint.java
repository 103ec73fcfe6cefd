package dev.redoubt.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.AtomicFile;
import dev.redoubt.BadInputException;
import dev.redoubt.nn.Safetensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state of a run between two updates: with the same recipe and data, going on from it gives the
 * same final weights as a run that was never interrupted.
 *
 * @param <E> what is known of an epoch
 * @param fingerprint of task, architecture, first weights and data
 * @param weights by name
 * @param average of the weights, by name; empty without one
 * @param kept the weights that would be delivered, by name; empty before there are any
 * @param carried what the objective keeps between updates; at most one, with its shape
 * @param optimizer the optimiser's state
 * @param state everything else
 */
@SuppressWarnings("ArrayRecordComponent") // opaque engine state, never compared
record Checkpoint<E extends Epoch>(
    String fingerprint,
    Map<String, float[]> weights,
    Map<String, float[]> average,
    Map<String, float[]> kept,
    Optional<Safetensors.Entry> carried,
    byte[] optimizer,
    State<E> state) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OPTIMIZER = "optimizer";
  private static final String CARRIED = "carried";
  private static final List<String> GROUPS = List.of("weights/", "average/", "kept/");

  /**
   * Where a run stands.
   *
   * @param <E> what is known of an epoch
   * @param history the finished epochs
   * @param batchesDone of the epoch under way
   * @param lossSum over its updates
   * @param seconds that it took so far
   * @param averaged how many weights are in the average
   * @param keptEpoch the epoch whose weights are kept, 0 for none
   * @param bestScore the best held-out score so far, NaN before the first
   * @param rollbacks how often training went back
   * @param strongUntil the last epoch that a rollback gives to the stronger objective
   */
  record State<E extends Epoch>(
      List<E> history,
      int batchesDone,
      double lossSum,
      double seconds,
      long averaged,
      int keptEpoch,
      double bestScore,
      int rollbacks,
      int strongUntil) {
    /** Before the first update. */
    static <E extends Epoch> State<E> start() {
      return new State<>(List.of(), 0, 0, 0, 0, 0, Double.NaN, 0, 0);
    }

    State {
      history = List.copyOf(history);
    }

    State<E> afterBatch(int done, double loss, double spent) {
      return new State<>(
          history,
          done,
          lossSum + loss,
          spent,
          averaged,
          keptEpoch,
          bestScore,
          rollbacks,
          strongUntil);
    }

    State<E> afterEpoch(List<E> epochs, int kept, double score) {
      double best = Double.isNaN(bestScore) ? score : Math.max(bestScore, score);
      return new State<>(epochs, 0, 0, 0, averaged, kept, best, rollbacks, strongUntil);
    }

    State<E> averaged(long count) {
      return new State<>(
          history,
          batchesDone,
          lossSum,
          seconds,
          count,
          keptEpoch,
          bestScore,
          rollbacks,
          strongUntil);
    }

    State<E> rolledBack(int times, int until) {
      return new State<>(history, 0, 0, 0, averaged, keptEpoch, bestScore, times, until);
    }

    /** Whether this is from within the epoch after {@code good}. */
    boolean follows(State<E> good) {
      return history.size() == good.history.size() && rollbacks == good.rollbacks;
    }
  }

  Checkpoint<E> with(State<E> other) {
    return new Checkpoint<>(fingerprint, weights, average, kept, carried, optimizer, other);
  }

  void write(Path file) {
    Map<String, Safetensors.Entry> tensors = new LinkedHashMap<>();
    List<Map<String, float[]>> groups = List.of(weights, average, kept);
    for (int i = 0; i < groups.size(); i++) {
      String prefix = GROUPS.get(i);
      groups
          .get(i)
          .forEach(
              (name, values) ->
                  tensors.put(
                      prefix + name, Safetensors.Entry.of(values, List.of((long) values.length))));
    }
    carried.ifPresent(entry -> tensors.put(CARRIED, entry));
    tensors.put(OPTIMIZER, Safetensors.Entry.of(optimizer));
    try {
      Map<String, String> metadata =
          Map.of("fingerprint", fingerprint, "state", JSON.writeValueAsString(state));
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
  static <E extends Epoch> Optional<Checkpoint<E>> read(
      Path file, String fingerprint, Class<E> epochType) {
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
    Safetensors.Entry optimizer = content.tensors().get(OPTIMIZER);
    String state = content.metadata().get("state");
    if (optimizer == null || state == null) {
      throw new BadInputException("checkpoint " + file + " is corrupt");
    }
    try {
      return Optional.of(
          new Checkpoint<>(
              fingerprint,
              group(content, 0),
              group(content, 1),
              group(content, 2),
              Optional.ofNullable(content.tensors().get(CARRIED)),
              optimizer.data(),
              JSON.readValue(
                  state, JSON.getTypeFactory().constructParametricType(State.class, epochType))));
    } catch (JsonProcessingException e) {
      throw new BadInputException("checkpoint " + file + " is corrupt", e);
    }
  }

  private static Map<String, float[]> group(Safetensors content, int index) {
    String prefix = GROUPS.get(index);
    Map<String, float[]> values = new LinkedHashMap<>();
    content
        .tensors()
        .forEach(
            (name, entry) -> {
              if (name.startsWith(prefix)) {
                values.put(name.substring(prefix.length()), entry.floats());
              }
            });
    return values;
  }
}
