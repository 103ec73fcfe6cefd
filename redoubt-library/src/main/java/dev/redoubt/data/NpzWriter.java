package dev.redoubt.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes {@code .npz} files that {@code numpy.load} reads. Entries are deflated and bear no time of
 * writing, so that the same arrays give the same bytes.
 */
public final class NpzWriter {
  private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

  private NpzWriter() {}

  /**
   * Writes the arrays into {@code file}, in the map's order, by way of a temporary file beside it:
   * a failure leaves the target as it was.
   */
  public static void write(Path file, Map<String, NpyArray> arrays) throws IOException {
    Path target = file.toAbsolutePath();
    Path partial = target.resolveSibling("." + target.getFileName() + ".partial");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial), 1 << 16)) {
        write(out, arrays);
      }
      move(partial, target);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /** Writes the archive to a stream, which stays open. */
  public static void write(OutputStream out, Map<String, NpyArray> arrays) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    for (Map.Entry<String, NpyArray> array : arrays.entrySet()) {
      ZipEntry entry = new ZipEntry(array.getKey() + ".npy");
      entry.setTimeLocal(EPOCH);
      zip.putNextEntry(entry);
      NpyFormat.write(array.getValue(), zip);
      zip.closeEntry();
    }
    zip.finish();
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
