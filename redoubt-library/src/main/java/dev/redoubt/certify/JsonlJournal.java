package dev.redoubt.certify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.redoubt.BadInputException;
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
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A journal in a file of JSON lines, which one process at a time may write. What was cut off in the
 * middle of a line is forgotten; so are the lines of another plan, model or dataset.
 */
public final class JsonlJournal implements CertificateJournal, AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path file;
  private final FileChannel channel;
  private final Map<Long, Certificate> certificates = new LinkedHashMap<>();
  private final Map<Long, TrialState> underWay = new LinkedHashMap<>();
  private boolean used;

  /** One line: the run that it belongs to, a certificate, or an input under way. */
  record Line(
      @Nullable String run, @Nullable Certificate certificate, @Nullable TrialState underWay) {}

  /**
   * Opens or creates a journal.
   *
   * @param file of its own; its folder exists
   * @param fingerprint names plan, model and data: only lines written under the same are read
   * @throws BadInputException if another run is writing to it
   */
  public JsonlJournal(Path file, String fingerprint) {
    this.file = file;
    try {
      this.channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw new BadInputException(
            "another run is writing to " + file.toAbsolutePath().getParent());
      }
      channel.truncate(read(fingerprint));
      channel.position(channel.size());
      if (channel.size() == 0) {
        write(new Line(fingerprint, null, null));
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
  private int read(String fingerprint) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    while (content.hasRemaining() && channel.read(content) >= 0) {}
    byte[] bytes = content.array();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        if (!take(
            new String(bytes, start, i - start, StandardCharsets.UTF_8), start, fingerprint)) {
          return start;
        }
        start = i + 1;
      }
    }
    return start;
  }

  /** Whether a line is one of this run. */
  private boolean take(String text, int start, String fingerprint) {
    Line line;
    try {
      line = JSON.readValue(text, Line.class);
    } catch (JsonProcessingException e) {
      return false; // half a line, overwritten by none since
    }
    if (start == 0) {
      return fingerprint.equals(line.run());
    }
    if (line.certificate() != null) {
      certificates.put(line.certificate().id(), line.certificate());
      underWay.remove(line.certificate().id());
    } else if (line.underWay() != null) {
      underWay.put(line.underWay().id(), line.underWay());
    }
    return true;
  }

  @Override
  public Map<Long, Certificate> certificates() {
    return Map.copyOf(certificates);
  }

  @Override
  public Map<Long, TrialState> underWay() {
    return Map.copyOf(underWay);
  }

  /** Whether nothing is kept, from this run or an earlier one. */
  public synchronized boolean isEmpty() {
    return !used && certificates.isEmpty() && underWay.isEmpty();
  }

  @Override
  public synchronized void add(Certificate certificate) {
    write(new Line(null, certificate, null));
  }

  @Override
  public synchronized void add(TrialState state) {
    write(new Line(null, null, state));
  }

  private void write(Line line) {
    used |= line.run() == null;
    try {
      ByteBuffer bytes =
          ByteBuffer.wrap((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
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
