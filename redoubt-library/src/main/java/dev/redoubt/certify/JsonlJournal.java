package dev.redoubt.certify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.redoubt.BadInputException;
import dev.redoubt.JournalFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A journal in a {@linkplain JournalFile file} of JSON lines. */
public final class JsonlJournal implements CertificateJournal, AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final JournalFile file;
  private final Map<Long, Certificate> certificates = new LinkedHashMap<>();
  private final Map<Long, TrialState> underWay = new LinkedHashMap<>();
  private boolean used;

  /** One line: a certificate, or an input under way. */
  record Line(@Nullable Certificate certificate, @Nullable TrialState underWay) {}

  /**
   * Opens or creates a journal.
   *
   * @param file of its own; its folder exists
   * @param fingerprint names plan, model and data: only lines written under the same are read
   * @throws BadInputException if another run is writing to it
   */
  public JsonlJournal(Path file, String fingerprint) {
    this.file = new JournalFile(file, fingerprint, this::take);
  }

  /** Whether a line can be read. */
  private boolean take(String text) {
    Line line;
    try {
      line = JSON.readValue(text, Line.class);
    } catch (JsonProcessingException e) {
      return false;
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
    write(new Line(certificate, null));
  }

  @Override
  public synchronized void add(TrialState state) {
    write(new Line(null, state));
  }

  private void write(Line line) {
    used = true;
    try {
      file.append(JSON.writeValueAsString(line));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets another run go on with it. */
  @Override
  public void close() {
    file.close();
  }

  /** Deletes it: the run has finished and its results are written elsewhere. */
  public void delete() {
    file.delete();
  }
}
