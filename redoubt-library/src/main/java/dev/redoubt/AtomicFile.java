package dev.redoubt;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes a file so that it is there whole or not at all: to a temporary file in the same directory,
 * which is then moved onto the target.
 */
public final class AtomicFile {
  /** What goes into the file. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it. */
    void writeTo(OutputStream out) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes {@code content} to {@code file}, replacing what was there.
   *
   * @throws BadInputException if the directory is absent or cannot be written to
   */
  public static void write(Path file, Content content) {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new BadInputException(
          "cannot write " + file + ": its directory does not exist; create it first");
    }
    try {
      writeAndMove(directory, file, content);
    } catch (AccessDeniedException e) {
      throw new BadInputException(
          "cannot write " + file + ": expected a directory with write permission", e);
    } catch (IOException e) {
      throw new BadInputException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static void writeAndMove(Path directory, Path target, Content content)
      throws IOException {
    if (Files.isDirectory(target)) {
      throw new IOException("a directory of that name is in the way");
    }
    Path temporary =
        directory.resolve("." + target.getFileName() + "." + ProcessHandle.current().pid());
    try {
      try (FileOutputStream file = new FileOutputStream(temporary.toFile());
          OutputStream out = new BufferedOutputStream(file)) {
        content.writeTo(out);
        out.flush();
        file.getFD().sync();
      }
      move(temporary, target);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
