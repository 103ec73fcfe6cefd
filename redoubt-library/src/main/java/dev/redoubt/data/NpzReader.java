package dev.redoubt.data;

import dev.redoubt.BadInputException;
import dev.redoubt.HeapBudget;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Reads {@code .npz} files: zip archives, stored or deflated, of one {@code name.npy} an array, as
 * {@code numpy.savez} and {@code numpy.savez_compressed} write them.
 */
public final class NpzReader {
  private NpzReader() {}

  /**
   * All arrays of the archive by name (without {@code .npy}), in the archive's order.
   *
   * @throws BadInputException if the file cannot be read, is no zip archive, holds more than fits
   *     into memory, or an entry is no NPY array
   */
  public static Map<String, NpyArray> read(Path file) {
    return read(file, HeapBudget.ofProcess());
  }

  /** The same within a given budget, for all arrays together. */
  public static Map<String, NpyArray> read(Path file, HeapBudget budget) {
    if (!Files.isRegularFile(file)) {
      throw new BadInputException(
          file + (Files.exists(file) ? " is no file" : " does not exist") + ", expected .npz");
    }
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    long left = budget.bytes();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : InputFiles.entries(zip)) {
        try (CheckedInputStream in =
            new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
          String name = entry.getName().replaceFirst("\\.npy$", "");
          NpyArray array =
              NpyFormat.read(in, entry.getName() + " in " + file, new HeapBudget(left));
          if (in.getChecksum().getValue() != entry.getCrc()) {
            throw new BadInputException(
                "%s in %s is damaged: its checksum is wrong".formatted(entry.getName(), file));
          }
          left -= array.data().length;
          if (arrays.put(name, array) != null) {
            throw new BadInputException(file + " holds two arrays '" + name + "'");
          }
        }
      }
    } catch (ZipException | EOFException e) {
      String why = e.getMessage() == null ? "it ends too early" : e.getMessage();
      throw new BadInputException(
          file + " is no intact .npz archive (a zip of .npy files): " + why, e);
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
    if (arrays.isEmpty()) {
      throw new BadInputException(file + " holds no arrays");
    }
    return Collections.unmodifiableMap(arrays);
  }
}
