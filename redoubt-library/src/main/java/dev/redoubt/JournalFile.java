package dev.redoubt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A file to which a run appends a line for each thing that it has found, so that it can go on after
 * a stop. One process at a time may write it. What was cut off in the middle of a line is
 * forgotten; so is everything of another run.
 */
public final class JournalFile implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;

  /**
   * Opens or creates a journal.
   *
   * @param file of its own; its folder exists
   * @param fingerprint one line that names the run: only lines written under the same are read
   * @param reader takes each line in order, and gives whether it can be read; from the first that
   *     can't, everything is forgotten
   * @throws BadInputException if another run is writing to it
   */
  public JournalFile(Path file, String fingerprint, Predicate<String> reader) {
    this.file = file;
    String first = fingerprint.replace('\n', ' ');
    try {
      this.channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw new BadInputException(
            "another run is writing to " + file.toAbsolutePath().getParent());
      }
      channel.truncate(read(first, reader));
      channel.position(channel.size());
      if (channel.size() == 0) {
        append(first);
      }
    } catch (IOException e) {
      throw new BadInputException("journal " + file + " can't be used: " + e, e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** Reads the whole lines of the same run, and gives where they end. */
  private int read(String first, Predicate<String> reader) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    while (content.hasRemaining() && channel.read(content) >= 0) {}
    byte[] bytes = content.array();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        String line = new String(bytes, start, i - start, StandardCharsets.UTF_8);
        if (!(start == 0 ? line.equals(first) : reader.test(line))) {
          return start;
        }
        start = i + 1;
      }
    }
    return start;
  }

  /** Appends a line. */
  public synchronized void append(String line) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new BadInputException("journal " + file + " can't be written: " + e.getMessage(), e);
    }
  }

  /** Lets another run go on with it. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes it: the run has finished and its results are written elsewhere. */
  public void delete() {
    close();
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
