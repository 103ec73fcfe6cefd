package dev.redoubt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that are either whole or not there: written beside their place, then moved into it. */
public final class AtomicFile {
  private AtomicFile() {}

  /**
   * Writes a file. What stood there before stays if anything goes wrong.
   *
   * @throws BadInputException if the place can't be written
   */
  public static void write(Path file, byte[] content) {
    Path absolute = file.toAbsolutePath();
    try {
      Path beside =
          Files.createTempFile(absolute.getParent(), "." + absolute.getFileName(), ".part");
      try {
        Files.write(beside, content);
        Files.move(
            beside, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw new BadInputException("file " + file + " can't be written: " + e, e);
    }
  }
}
