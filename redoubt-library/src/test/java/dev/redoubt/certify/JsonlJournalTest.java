package dev.redoubt.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed run leaves behind is read as far as it is whole. */
final class JsonlJournalTest {
  private static final Certificate FIRST =
      new Certificate(4, 1, 1, 0.5, 0.9, 64, 0, 0.001, Double.NaN, 7, true, Double.NaN, 0.25);
  private static final TrialState STATE = new TrialState(9, 2, 40, 64, 0, 1, 0.5);

  @TempDir private Path folder = Path.of("");

  private Path file() {
    return folder.resolve("journal");
  }

  @Test
  void whatWasKeptComesBackAndHalfALineDoesNot() throws IOException {
    try (JsonlJournal journal = new JsonlJournal(file(), "run")) {
      assertThat(journal.isEmpty()).isTrue();
      journal.add(STATE);
      journal.add(FIRST);
      journal.add(new TrialState(9, 2, 80, 128, 0.5, 0.25, 1));
    }
    Files.writeString(file(), "{\"certificate\":{\"id\":5,", StandardOpenOption.APPEND);
    try (JsonlJournal journal = new JsonlJournal(file(), "run")) {
      assertThat(journal.certificates()).hasSize(1).containsEntry(4L, FIRST);
      assertThat(journal.underWay()).hasSize(1);
      assertThat(journal.underWay().get(9L)).isEqualTo(new TrialState(9, 2, 80, 128, 0.5, 0.25, 1));
      journal.add(new Certificate(9, 1, 1, 0.5, 0.9, 64, 0, 0.001, 1, 7, true, 0.5, 0.25));
    }
    try (JsonlJournal journal = new JsonlJournal(file(), "run")) {
      assertThat(journal.certificates()).containsOnlyKeys(4L, 9L);
      assertThat(journal.underWay()).isEmpty();
      assertThat(journal.isEmpty()).isFalse();
    }
  }

  @Test
  void anotherRunBeginsAnew() {
    try (JsonlJournal journal = new JsonlJournal(file(), "run")) {
      journal.add(FIRST);
    }
    try (JsonlJournal journal = new JsonlJournal(file(), "another")) {
      assertThat(journal.certificates()).isEmpty();
    }
    try (JsonlJournal journal = new JsonlJournal(file(), "run")) {
      assertThat(journal.certificates()).isEmpty();
    }
  }

  @Test
  void twoRunsAtOnceAreRefused() {
    try (JsonlJournal journal = new JsonlJournal(file(), "run")) {
      journal.add(FIRST);
      assertThatThrownBy(() -> new JsonlJournal(file(), "run"))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("another run is writing");
    }
  }
}
