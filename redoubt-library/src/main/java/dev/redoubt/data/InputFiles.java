package dev.redoubt.data;

import dev.redoubt.BadInputException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Opens what the user named; every failure becomes one sentence. */
public final class InputFiles {
  private InputFiles() {}

  /** The file's bytes, unpacked if they begin with gzip's magic, whatever the name ends with. */
  public static InputStream open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new BadInputException(file + " is a folder, expected a file");
    }
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      raw.mark(2);
      boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
      raw.reset();
      return gzip ? new BufferedInputStream(new GZIPInputStream(raw, 1 << 16), 1 << 16) : raw;
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /** What a folder holds, sorted by name. */
  static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /** The entries of a zip archive; the JDK has another exception for names that are not UTF-8. */
  public static List<? extends ZipEntry> entries(ZipFile zip) throws ZipException {
    try {
      return zip.stream().toList();
    } catch (IllegalArgumentException e) {
      ZipException damaged = new ZipException("the name of an entry is not UTF-8");
      damaged.initCause(e);
      throw damaged;
    }
  }

  /** How a message names a file; one within a zip archive together with the archive. */
  static String name(Path file) {
    boolean plain = file.getFileSystem().equals(FileSystems.getDefault());
    return plain ? file.toString() : file.getFileSystem() + "!" + file;
  }

  /** The same for a failure within an iterator. */
  static BadInputException unreadable(Path file, UncheckedIOException failure) {
    Throwable cause = failure.getCause();
    return unreadable(file, cause instanceof IOException e ? e : new IOException(failure));
  }

  /** The exception for a file that failed to read. */
  public static BadInputException unreadable(Path file, IOException cause) {
    String why =
        cause instanceof NoSuchFileException
            ? " does not exist"
            : cause instanceof NotDirectoryException
                ? " is no folder"
                : cause instanceof AccessDeniedException
                    ? " may not be read"
                    : cause.getMessage() == null // GZIPInputStream's, at the end of the file
                        ? " ends too early"
                        : " cannot be read: " + cause.getMessage();
    return new BadInputException(name(file) + why, cause);
  }
}
