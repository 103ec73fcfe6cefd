package dev.redoubt.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.audit.Verdict;
import dev.redoubt.data.DatasetView;
import dev.redoubt.data.Datasets;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A part of the suite that is small enough for every build: fewer samples to train with and to
 * audit on. The wrappers have a test of their own.
 */
final class TrialsTest {
  private static final int TRAINED_ON = 1_000;
  private static final int POINTS = 32;
  private static final int WORKERS = 2;

  @TempDir private static Path folder = Path.of("");
  private static @Nullable Trials trials;

  @BeforeAll
  static void open() {
    Workshop workshop =
        new Workshop(
            new Shelf(folder, System.err),
            "test",
            DatasetView.slice(Datasets.open("roadsigns", "train"), 0, TRAINED_ON),
            Datasets.open("roadsigns", "test"));
    trials = new Trials(workshop, WORKERS, POINTS);
  }

  private static Trial trial(String name) {
    Fixture fixture =
        Fixtures.all().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
    return Objects.requireNonNull(trials).of(fixture, fixture.runs().get(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bit-depth", "rounded-logits", "distillation"})
  void brokenDefencesAreNotBelieved(String name) {
    Trial trial = trial(name);
    assertThat(trial.isFalseClaim())
        .as("claim %s, known %s", trial.claim(), trial.known())
        .isTrue();
    assertThat(trial.isAlarm()).as("%s", trial).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"undefended", "quantised"})
  void honestControlsAreNotSuspected(String name) {
    Trial trial = trial(name);
    assertThat(trial.isAlarm()).as("%s", trial).isFalse();
    assertThat(trial.verdict()).isIn(Verdict.CREDIBLE, Verdict.INCONCLUSIVE);
    assertThat(trial.robust()).isLessThanOrEqualTo(trial.clean());
  }
}
