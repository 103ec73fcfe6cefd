package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.report.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder beside a model file in which its training keeps checkpoints, metrics and report. It is
 * locked while a run writes there; the system lets go of the lock however the run ends.
 */
final class RunFolder implements AutoCloseable {
  private final Path path;
  private final FolderLock lock;

  private RunFolder(Path path, FolderLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Creates and locks the folder {@code NAME.training} of a model file {@code NAME.…}.
   *
   * @throws BadInputException if the file can't be written, or another run writes it
   */
  static RunFolder beside(Path out) throws IOException {
    Path parent = out.toAbsolutePath().getParent();
    if (parent == null || !Files.isWritable(parent) || Files.isDirectory(out)) {
      throw new BadInputException(
          "model file " + out + " can't be written: expected a file in a writable folder");
    }
    String name = String.valueOf(out.getFileName()).replaceFirst("\\.[^.]*$", "");
    Path folder = out.resolveSibling(name + ".training");
    RunFiles.prepare(folder);
    FolderLock lock =
        FolderLock.of(
            folder, "another run is training " + out + ": wait for its end, or give another --out");
    return new RunFolder(folder, lock);
  }

  Path path() {
    return path;
  }

  Path checkpoint() {
    return path.resolve("checkpoint.safetensors");
  }

  /** The run is over: checkpoints are not needed any more. */
  void done() throws IOException {
    Files.deleteIfExists(checkpoint());
    Files.deleteIfExists(path.resolve("checkpoint.safetensors.partial"));
    Files.deleteIfExists(path.resolve("answers.npz"));
  }

  /** Lets go of the lock, and of the folder if the run has left nothing in it. */
  @Override
  public void close() throws IOException {
    lock.close();
    String[] files = path.toFile().list();
    if (files != null && files.length == 0) {
      Files.delete(path);
    }
  }
}
