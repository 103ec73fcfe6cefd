package dev.redoubt.cli;

import dev.redoubt.report.RunFiles;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder that a run writes to.
 *
 * @param fresh whether the run has made it
 */
record OutputFolder(Path path, boolean fresh) {
  /** Makes it if it is not there. */
  static OutputFolder prepare(Path path) {
    boolean fresh = !Files.exists(path);
    RunFiles.prepare(path);
    return new OutputFolder(path, fresh);
  }

  /** Leaves nothing behind of a run that came to nothing. */
  void deleteIfFreshAndEmpty() throws IOException {
    if (fresh) {
      try {
        Files.delete(path);
      } catch (DirectoryNotEmptyException e) {
        return; // somebody has put something there meanwhile
      }
    }
  }
}
