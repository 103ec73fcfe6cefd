package dev.redoubt.evaluate;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.AtomicFile;
import dev.redoubt.BadInputException;
import dev.redoubt.data.NpyArray;
import dev.redoubt.data.NpzReader;
import dev.redoubt.data.NpzWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A journal in a folder, which one process at a time may use. Each batch is one file, whole or not
 * there. Batches of another plan, model or dataset are thrown away.
 */
public final class DirectoryJournal implements Journal, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final FileChannel lockFile;

  /**
   * Opens or creates a journal.
   *
   * @param folder of its own; its parent exists
   * @param fingerprint names plan, model and data: only batches written under the same are read
   * @throws BadInputException if another run is using it
   */
  public DirectoryJournal(Path folder, String fingerprint) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      this.lockFile =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(lockFile) == null) {
        lockFile.close();
        throw new BadInputException(
            "another run is writing to " + folder.toAbsolutePath().getParent());
      }
      Path owner = folder.resolve("run.txt");
      if (!Files.exists(owner) || !Files.readString(owner).equals(fingerprint)) {
        clear();
        AtomicFile.write(owner, out -> out.write(fingerprint.getBytes(StandardCharsets.UTF_8)));
      }
    } catch (IOException e) {
      throw new BadInputException("journal " + folder + " can't be used: " + e, e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private Path file(int batch) {
    return folder.resolve("batch-%05d.npz".formatted(batch));
  }

  @Override
  public Optional<BatchResult> read(int batch) {
    if (!Files.exists(file(batch))) {
      return Optional.empty();
    }
    Map<String, NpyArray> arrays = NpzReader.read(file(batch));
    NpyArray text = arrays.get("result");
    if (text == null) {
      throw new BadInputException("journal file " + file(batch) + " is corrupt: delete it");
    }
    try {
      BatchResult plain = JSON.readValue(text.bytes(), BatchResult.class);
      List<float[]> witnesses = new ArrayList<>();
      for (int i = 0; i < arrays.size() - 1; i++) {
        witnesses.add(Objects.requireNonNull(arrays.get("witness-" + i)).floats());
      }
      return Optional.of(plain.withWitnesses(witnesses));
    } catch (IOException e) {
      throw new BadInputException("journal file " + file(batch) + " is corrupt: delete it", e);
    }
  }

  @Override
  public void write(int batch, BatchResult result) {
    try {
      byte[] text = JSON.writeValueAsBytes(result.withWitnesses(List.of()));
      Map<String, NpyArray> arrays = new LinkedHashMap<>();
      arrays.put("result", NpyArray.of(text, text.length));
      for (int i = 0; i < result.witnesses().size(); i++) {
        float[] input = result.witnesses().get(i);
        arrays.put("witness-" + i, NpyArray.of(input, input.length));
      }
      AtomicFile.write(file(batch), out -> NpzWriter.write(out, arrays));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether any batch is kept. */
  public boolean holdsBatches() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith("batch-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void clear() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> !f.endsWith("lock")).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Lets another run use the folder; what it holds stays. */
  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes the folder: the run has finished and its results are written elsewhere. */
  public void delete() {
    try {
      clear();
      close();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
