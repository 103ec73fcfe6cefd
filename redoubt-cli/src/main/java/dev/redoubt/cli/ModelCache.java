package dev.redoubt.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.AtomicFile;
import dev.redoubt.catalog.Digests;
import dev.redoubt.compare.TrainingPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Files that take long to make, each beside a description of what it was made from: only what was
 * made by this version, from the same data, in the same way is taken again.
 *
 * @param folder of its own
 * @param says takes a sentence for the user
 */
record ModelCache(Path folder, Consumer<String> says) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A file that is there.
   *
   * @param cost what making it took
   */
  record Entry(Path file, TrainingPart cost) {}

  /** Makes a file that is not there. */
  interface Maker {
    /**
     * Makes it.
     *
     * @param checkpoint where work under way may be kept
     */
    TrainingPart make(Path file, Path checkpoint) throws IOException;
  }

  /** The description beside a file. */
  record Description(
      Map<String, String> madeFrom,
      String sha256,
      String what,
      double seconds,
      long forwards,
      long backwards) {}

  /**
   * A file, made if it is not there.
   *
   * @param name without ending
   * @param madeFrom everything that it depends on, by name
   */
  Entry take(String name, Map<String, String> madeFrom, Maker maker) throws IOException {
    Path file = folder.resolve(name + ".safetensors");
    Path sidecar = folder.resolve(name + ".json");
    Path checkpoint = folder.resolve("." + name + ".checkpoint");
    Optional<Description> known = read(sidecar, file);
    if (known.isPresent() && Files.exists(file)) {
      Description made = known.get();
      Optional<String> other = difference(made, madeFrom);
      if (other.isEmpty()) {
        return new Entry(
            file, new TrainingPart(made.what(), made.seconds(), made.forwards(), made.backwards()));
      }
      says.accept(
          "%s can't be taken from the cache, since %s: it is made again."
              .formatted(file, other.get()));
    }
    if (!madeFrom.equals(started(checkpoint))) {
      discard(checkpoint);
      write(start(checkpoint), JSON.writeValueAsBytes(madeFrom));
    }
    TrainingPart cost = maker.make(file, checkpoint);
    write(
        sidecar,
        JSON.writerWithDefaultPrettyPrinter()
            .writeValueAsBytes(
                new Description(
                    madeFrom,
                    Digests.ofFile(file, ""),
                    cost.what(),
                    cost.seconds(),
                    cost.forwards(),
                    cost.backwards())));
    discard(checkpoint);
    return new Entry(file, cost);
  }

  /** What a file took to make that a cache describes; empty if none does. */
  static Optional<TrainingPart> costOf(Path file) {
    Path sidecar =
        file.resolveSibling(
            String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "") + ".json");
    return read(sidecar, file)
        .map(
            made ->
                new TrainingPart(made.what(), made.seconds(), made.forwards(), made.backwards()));
  }

  /** What is said of a file, if it still is the one. */
  private static Optional<Description> read(Path sidecar, Path file) {
    if (!Files.isRegularFile(sidecar) || !Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Description made = JSON.readValue(Files.readAllBytes(sidecar), Description.class);
      return made.sha256().equals(Digests.ofFile(file, "")) ? Optional.of(made) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // no description of ours
    }
  }

  private static Optional<String> difference(Description made, Map<String, String> wanted) {
    TreeSet<String> keys = new TreeSet<>(wanted.keySet());
    keys.addAll(made.madeFrom().keySet());
    return keys.stream()
        .filter(key -> !Objects.equals(made.madeFrom().get(key), wanted.get(key)))
        .findFirst()
        .map(
            key ->
                "it was made with %s %s, not %s"
                    .formatted(key, made.madeFrom().get(key), wanted.get(key)));
  }

  private static Path start(Path checkpoint) {
    return checkpoint.resolveSibling(checkpoint.getFileName() + ".json");
  }

  /** What the checkpoint belongs to; nothing if it is not known. */
  private static Map<String, String> started(Path checkpoint) {
    try {
      return JSON.readValue(
          Files.readAllBytes(start(checkpoint)),
          JSON.getTypeFactory().constructMapType(LinkedHashMap.class, String.class, String.class));
    } catch (IOException e) {
      return Map.of();
    }
  }

  private static void discard(Path checkpoint) throws IOException {
    Files.deleteIfExists(checkpoint);
    Files.deleteIfExists(checkpoint.resolveSibling(checkpoint.getFileName() + ".partial"));
    Files.deleteIfExists(start(checkpoint));
  }

  private static void write(Path file, byte[] content) throws JsonProcessingException {
    AtomicFile.write(file, out -> out.write(content));
  }
}
