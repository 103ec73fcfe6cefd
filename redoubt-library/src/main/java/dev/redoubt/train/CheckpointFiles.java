package dev.redoubt.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run's two files: the state after its last good epoch, and one from within the epoch under way.
 *
 * @param <E> what is known of an epoch
 * @param file the first; null for a run that keeps none
 * @param fingerprint of the run
 * @param epochType its type
 * @param partialSeconds the least time between two states from within an epoch
 */
record CheckpointFiles<E extends Epoch>(
    @Nullable Path file, String fingerprint, Class<E> epochType, double partialSeconds) {
  /** The state after the last good epoch. */
  Optional<Checkpoint<E>> read() {
    return file == null ? Optional.empty() : Checkpoint.read(file, fingerprint, epochType);
  }

  /** A later state, from within the epoch after {@code good}. */
  Optional<Checkpoint<E>> readPartial(Checkpoint.State<E> good) {
    return file == null
        ? Optional.empty()
        : Checkpoint.read(partial(file), fingerprint, epochType)
            .filter(later -> later.state().follows(good));
  }

  void write(Checkpoint<E> checkpoint) {
    if (file != null) {
      checkpoint.write(file);
      deletePartial(file);
    }
  }

  void writePartial(Checkpoint<E> checkpoint) {
    if (file != null) {
      checkpoint.write(partial(file));
    }
  }

  private static Path partial(Path file) {
    return file.resolveSibling(file.getFileName() + ".partial");
  }

  private static void deletePartial(Path file) {
    try {
      Files.deleteIfExists(partial(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
