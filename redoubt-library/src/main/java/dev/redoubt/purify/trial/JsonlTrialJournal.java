package dev.redoubt.purify.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.redoubt.JournalFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A journal in a {@linkplain JournalFile file} of JSON lines, one for each batch. */
public final class JsonlTrialJournal implements TrialJournal, AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final JournalFile file;
  private final List<Entry> entries = new ArrayList<>();

  /**
   * Opens or creates a journal.
   *
   * @param file of its own; its folder exists
   * @param fingerprint names plan, model and data: only lines written under the same are read
   * @throws dev.redoubt.BadInputException if another run is writing to it
   */
  public JsonlTrialJournal(Path file, String fingerprint) {
    this.file = new JournalFile(file, fingerprint, this::take);
  }

  private boolean take(String line) {
    try {
      entries.add(JSON.readValue(line, Entry.class));
      return true;
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  @Override
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  @Override
  public void add(Entry entry) {
    try {
      file.append(JSON.writeValueAsString(entry));
      entries.add(entry);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether nothing is kept, from this run or an earlier one. */
  public boolean isEmpty() {
    return entries.isEmpty();
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
