package dev.redoubt.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.data.Dataset;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that was stopped goes on where it was, to the same results. */
class DirectoryJournalTest {
  private static final Dataset DATA = Toys.spread(30);

  @TempDir private Path parent = Path.of("");

  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** An attack that breaks nothing but remembers what it saw. */
  private static ScriptedAttack<LabelModel> witness() {
    return ScriptedAttack.proposing("idle", (view, batch, threat) -> batch.inputs().copied());
  }

  private static Plan plan(ScriptedAttack<LabelModel> idle) {
    Plan plain =
        Toys.plan(.2, 4, new UniformNoise(), Pgd.of(3, new StepSize.OfEpsilon(.5), 1), idle);
    return new Plan(plain.threat(), plain.cascade(), List.of(.1, .2, .3), 18, 4, 3);
  }

  private DirectoryJournal open(String fingerprint) {
    return new DirectoryJournal(parent.resolve("journal"), fingerprint);
  }

  /** Everything but the seconds. */
  private static void assertSame(Evaluation one, Evaluation other) {
    assertThat(one.outcomes()).isEqualTo(other.outcomes());
    assertThat(one.curve()).isEqualTo(other.curve());
    assertThat(one.curveSamples()).isEqualTo(other.curveSamples());
    assertThat(one.witnesses()).hasSameSizeAs(other.witnesses());
    for (int i = 0; i < one.witnesses().size(); i++) {
      assertThat(one.witnesses().get(i)).isEqualTo(other.witnesses().get(i));
    }
    assertThat(counts(one)).isEqualTo(counts(other));
  }

  private static List<Long> counts(Evaluation evaluation) {
    List<Long> counts = new ArrayList<>();
    Stream.concat(evaluation.attacks().stream(), Stream.of(evaluation.total()))
        .forEach(t -> counts.addAll(List.of(t.broken(), t.forwards(), t.backwards())));
    return counts;
  }

  private void runUntil(int samples) {
    try (DirectoryJournal journal = open("a")) {
      Evaluator evaluator =
          new Evaluator(
              plan(witness()),
              Device.CPU,
              (done, total, correct, robust) -> {
                if (done >= samples) {
                  throw new Stopped();
                }
              });
      assertThatThrownBy(() -> evaluator.evaluate(Toys.threshold(), DATA, journal))
          .isInstanceOf(Stopped.class);
    }
  }

  @Test
  void stoppedRunGoesOnToTheSameResults() {
    Evaluation whole =
        Toys.evaluator(plan(witness())).evaluate(Toys.threshold(), DATA, Journal.none());
    runUntil(12);

    ScriptedAttack<LabelModel> idle = witness();
    Evaluation resumed;
    try (DirectoryJournal journal = open("a")) {
      resumed = Toys.evaluator(plan(idle)).evaluate(Toys.threshold(), DATA, journal);
    }

    assertThat(whole.witnesses()).isNotEmpty();
    assertSame(resumed, whole);
    assertThat(idle.seen().stream().flatMap(List::stream)).isNotEmpty().allMatch(id -> id >= 12);
  }

  /** Killed between two attacks of a batch: what the first did is not done again. */
  @Test
  void stoppedBatchGoesOnAfterTheAttackThatWasDone() {
    ScriptedAttack<LabelModel> first =
        ScriptedAttack.proposing(
            "first", (view, batch, threat) -> Tensors.full(.51, DType.FLOAT32, batch.size(), 2));
    ScriptedAttack<LabelModel> failing =
        ScriptedAttack.proposing(
            "second",
            (view, batch, threat) -> {
              throw new Stopped();
            });
    ScriptedAttack<LabelModel> second =
        ScriptedAttack.proposing(
            "second", (view, batch, threat) -> Tensors.full(.49, DType.FLOAT32, batch.size(), 2));
    Evaluation whole = withTwo(first, second, Journal.none());
    first.seen().clear();
    try (DirectoryJournal journal = open("a")) {
      assertThatThrownBy(() -> withTwo(first, failing, journal)).isInstanceOf(Stopped.class);
    }
    assertThat(first.seen()).hasSize(1);
    try (DirectoryJournal journal = open("a")) {
      assertSame(withTwo(first, second, journal), whole);
    }

    // The first batch was at its second attack; only the others begin anew.
    assertThat(first.seen()).hasSize(4);
    assertThat(whole.attacks().get(0).broken()).isPositive();
    assertThat(whole.attacks().get(1).broken()).isPositive();
    assertThat(whole.outcomes().stream().map(SampleOutcome::steps)).contains(1, (Integer) null);
  }

  private static Evaluation withTwo(Attack<?> one, Attack<?> other, Journal journal) {
    Plan plan = Toys.plan(.2, 8, one, other);
    return Toys.evaluator(plan).evaluate(Toys.threshold(), DATA, journal);
  }

  @Test
  void finishedRunIsReadWithoutAnyWork() {
    runUntil(30);
    ScriptedAttack<LabelModel> idle = witness();
    try (DirectoryJournal journal = open("a")) {
      Toys.evaluator(plan(idle)).evaluate(Toys.threshold(), DATA, journal);
    }

    assertThat(idle.seen()).isEmpty();
  }

  @Test
  void batchesOfAnotherRunAreThrownAway() {
    runUntil(12);
    try (DirectoryJournal journal = open("b")) {
      assertThat(journal.read(0)).isEmpty();
    }
    try (DirectoryJournal journal = open("a")) {
      assertThat(journal.read(0)).isEmpty();
    }
  }

  @Test
  void folderBelongsToOneRunAtATime() {
    DirectoryJournal first = open("a");
    try (first) {
      assertThatThrownBy(() -> open("a"))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("another run is writing to " + parent);
    }
    try (DirectoryJournal second = open("a")) {
      assertThat(second.read(0)).isEmpty();
    }
  }

  @Test
  void corruptFilesAreNamed() throws IOException {
    runUntil(12);
    Path file = parent.resolve("journal").resolve("batch-00001.npz");
    byte[] bytes = Files.readAllBytes(file);
    for (int length : new int[] {0, 10, bytes.length / 2, bytes.length - 1}) {
      Files.write(file, Arrays.copyOf(bytes, length));
      try (DirectoryJournal journal = open("a")) {
        assertThat(journal.read(0)).isPresent();
        assertThatThrownBy(() -> journal.read(1))
            .as("cut to %d of %d bytes", length, bytes.length)
            .isInstanceOf(BadInputException.class)
            .hasMessageContaining("batch-00001.npz");
      }
    }
  }

  @Test
  void nothingIsLeftOfADeletedJournal() {
    runUntil(12);
    open("a").delete();

    assertThat(parent.resolve("journal")).doesNotExist();
  }
}
