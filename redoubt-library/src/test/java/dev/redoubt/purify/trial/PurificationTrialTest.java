package dev.redoubt.purify.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.model.LabelModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.purify.BitDepth;
import dev.redoubt.purify.RandomNoise;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attackers who know more reach more, by as much as they must. */
final class PurificationTrialTest {
  private static final ThreatModel THREAT = ThreatModel.parse("linf:0.1");
  private static final Pgd PGD = Pgd.of(8, new StepSize.OfEpsilon(.5), 1);
  private static final Dataset SAMPLES = Mirror.samples();
  private static final TrialListener NOBODY_LISTENS = (attacker, done, total) -> {};

  @TempDir private Path folder = Path.of("");

  private static PurificationPlan plan(Attack<?> attack) {
    return new PurificationPlan(attack, THREAT, 2, 30, 5, 3);
  }

  private static PurificationTrial trial(Pipeline pipeline, Attack<?> attack, int batch) {
    return new PurificationTrial(pipeline, SAMPLES, plan(attack), Device.CPU, batch);
  }

  private static Pipeline mirror(double chance) {
    return Pipeline.of(Mirror.MODEL, new Mirror(chance));
  }

  private static List<Outcome> run(Pipeline pipeline, Attack<?> attack, int batch) {
    return trial(pipeline, attack, batch).run(TrialJournal.none(), NOBODY_LISTENS);
  }

  private static List<String> names(List<Outcome> outcomes) {
    return outcomes.stream().map(outcome -> outcome.attacker().name()).toList();
  }

  private static long held(Outcome outcome) {
    return outcome.submissions().stream().filter(Submission::holds).count();
  }

  /** The stage never draws the move here, so that all votes agree. */
  @Test
  void whoKnowsMoreTurnsMore() {
    List<Outcome> outcomes = run(mirror(0), PGD, 4);

    assertThat(names(outcomes))
        .containsExactly(
            "nobody",
            "oblivious",
            "bpda",
            "adaptive",
            "nobody, fixed draws",
            "adaptive, fixed draws");
    assertThat(outcomes.stream().map(PurificationTrialTest::held))
        .containsExactly(10L, 7L, 5L, 1L, 10L, 1L);
    assertThat(outcomes.get(2).attacker().follows()).isEqualTo("the identity in place of mirror");
    assertThat(outcomes.get(3).majority().value()).isCloseTo(1 / 11.0, within(1e-12));
    assertThat(outcomes.get(3).singleShot().value()).isCloseTo(1 / 11.0, within(1e-12));
    assertThat(outcomes.get(3).submissions().get(3).distance()).isCloseTo(.1, within(1e-6));
    Submission wrongBefore = outcomes.get(3).submissions().get(10);
    assertThat(wrongBefore).isEqualTo(new Submission(10, "adaptive", 0, 0, 30, 0));
  }

  /** Ten samples are attacked in 8 steps with 2 draws; what is wrong already costs nothing. */
  @Test
  void passesAreCountedByAttacker() {
    List<Outcome> outcomes = run(mirror(0), PGD, 4);

    assertThat(outcomes.get(0).tally().forwards()).isZero();
    assertThat(outcomes.get(1).tally().backwards()).isEqualTo(80);
    assertThat(outcomes.get(3).tally().backwards()).isEqualTo(160);
    assertThat(outcomes.get(3).tally().forwards()).isBetween(160L, 180L);
  }

  /** A chance of .3 to be wrong, whatever the sample: .7 in one shot, .7⁵ in five. */
  @Test
  void allColumnsAreReadOffTheSameVotes() {
    PurificationPlan many = new PurificationPlan(PGD, THREAT, 1, 600, 5, 3);
    Outcome clean =
        new PurificationTrial(mirror(.3), SAMPLES, many, Device.CPU, 64)
            .run(TrialJournal.none(), NOBODY_LISTENS)
            .get(0);

    assertThat(held(clean)).isEqualTo(10);
    assertThat(clean.singleShot().value()).isCloseTo(.7 * 10 / 11, within(.02));
    assertThat(clean.worstOf(5).value()).isCloseTo(.16807 * 10 / 11, within(.02));
    assertThat(clean.worstOf(1)).isEqualTo(clean.singleShot());
    assertThat(clean.submissions().stream().map(Submission::right).distinct().count())
        .as("samples have votes of their own")
        .isGreaterThan(5);
  }

  /** With its draws fixed, the stage moves all samples or none. */
  @Test
  void fixedDrawsAreTheSameForAllSamples() {
    for (Outcome outcome : run(mirror(.3), PGD, 4)) {
      if (outcome.attacker().hasFixedDraws()) {
        assertThat(outcome.attacker().seen())
            .as("the draws are known")
            .isSameAs(outcome.attacker().deployed());
        assertThat(outcome.submissions()).allMatch(s -> s.right() == 0 || s.right() == 30);
      }
    }
    List<Long> clean = new ArrayList<>();
    for (long seed = 0; seed < 12; seed++) {
      PurificationPlan other = new PurificationPlan(PGD, THREAT, 2, 30, 5, seed);
      List<Outcome> outcomes =
          new PurificationTrial(mirror(.5), SAMPLES, other, Device.CPU, 4)
              .run(TrialJournal.none(), NOBODY_LISTENS);
      clean.add(held(outcomes.get(names(outcomes).indexOf("nobody, fixed draws"))));
    }
    assertThat(clean).containsOnly(0L, 10L).contains(0L, 10L);
  }

  @Test
  void batchesMakeNoDifference() {
    List<List<Submission>> one =
        run(mirror(.3), PGD, 1).stream().map(Outcome::submissions).toList();
    List<List<Submission>> all =
        run(mirror(.3), PGD, 64).stream().map(Outcome::submissions).toList();

    assertThat(all).isEqualTo(one);
  }

  @Test
  void whatWasStoppedGoesOn() throws IOException {
    Path file = folder.resolve("journal");
    List<Outcome> whole = run(mirror(.3), PGD, 3);
    try (JsonlTrialJournal journal = new JsonlTrialJournal(file, "run")) {
      assertThatThrownBy(
              () ->
                  trial(mirror(.3), PGD, 3)
                      .run(
                          journal,
                          (attacker, done, total) -> {
                            if (attacker.name().equals("adaptive") && done == 6) {
                              throw new IllegalStateException("stopped");
                            }
                          }))
          .hasMessage("stopped");
    }
    Files.writeString(
        file, "{\"attacker\":\"adaptive\",\"submissions\":[{\"id\"", StandardOpenOption.APPEND);
    List<String> begun = new ArrayList<>();
    List<Outcome> resumed;
    try (JsonlTrialJournal journal = new JsonlTrialJournal(file, "run")) {
      resumed =
          trial(mirror(.3), PGD, 2) // other batches are no other run
              .run(journal, (attacker, done, total) -> begun.add(attacker.name() + " " + done));
      assertThat(journal.isEmpty()).isFalse();
    }

    assertThat(resumed.stream().map(Outcome::submissions))
        .isEqualTo(whole.stream().map(Outcome::submissions).toList());
    assertThat(begun)
        .contains("nobody 11", "bpda 10", "adaptive 6", "adaptive 8")
        .doesNotContain("nobody 0", "bpda 0", "adaptive 3");
    assertThat(resumed.get(3).tally().backwards()).isEqualTo(whole.get(3).tally().backwards());
    try (JsonlTrialJournal journal = new JsonlTrialJournal(file, "another")) {
      assertThat(journal.isEmpty()).isTrue();
    }
  }

  /** Moves every value by more than it may. */
  private record Cheat() implements Attack<LabelModel> {
    @Override
    public String name() {
      return "cheat";
    }

    @Override
    public Map<String, Object> settings() {
      return Map.of();
    }

    @Override
    public Class<LabelModel> needs() {
      return LabelModel.class;
    }

    @Override
    public Candidates propose(
        LabelModel view, Batch batch, ThreatModel threat, Goal goal, Draws draws) {
      return Candidates.after(1, batch.inputs().plus(-.11));
    }
  }

  @Test
  void whatMayNotBeHandedInCountsAsTheSample() {
    List<Outcome> outcomes = run(mirror(0), new Cheat(), 4);

    assertThat(names(outcomes)).as("no gradients, no weaker gradients").doesNotContain("bpda");
    for (Outcome outcome : outcomes) {
      assertThat(held(outcome)).isEqualTo(10);
      assertThat(outcome.submissions()).allMatch(submission -> submission.distance() == 0);
    }
  }

  @Test
  void stagesWithoutWeakerViewsHaveNone() {
    assertThat(names(run(Pipeline.of(Mirror.MODEL, new RandomNoise(.01, Mirror.INPUT)), PGD, 64)))
        .containsExactly(
            "nobody", "oblivious", "adaptive", "nobody, fixed draws", "adaptive, fixed draws");
    List<Outcome> deterministic =
        run(Pipeline.of(Mirror.MODEL, new BitDepth(8, Mirror.INPUT)), PGD, 64);
    assertThat(names(deterministic)).containsExactly("nobody", "oblivious", "adaptive");
    assertThat(deterministic.get(0).submissions()).allMatch(s -> s.right() % 30 == 0);
    assertThat(deterministic.get(2).attacker().follows())
        .isEqualTo("gradients through what its stages declare");
  }

  /** Samples that he has turned, with a candidate each that turns it. */
  @Test
  void examplesAreThoseThatTheAdaptiveAttackerTurns() {
    PurificationTrial trial = trial(mirror(0), PGD, 4);
    List<Example> examples = trial.examples(trial.run(TrialJournal.none(), NOBODY_LISTENS), 4);

    assertThat(examples.stream().map(Example::index)).containsExactly(0, 1, 2, 3);
    for (Example example : examples) {
      assertThat(example.cleanAnswer()).isZero();
      assertThat(example.attackedAnswer()).isEqualTo(1);
      assertThat(example.candidate().orElseThrow()[1]).isCloseTo(.6f, within(1e-5f));
    }
  }

  @Test
  void whatCanNotBeTestedIsRefused() {
    assertThatThrownBy(() -> trial(Pipeline.of(Mirror.MODEL), PGD, 4))
        .isInstanceOf(BadInputException.class)
        .hasMessage("model mirror has no defence to test: name its stages with --defend");
    assertThatThrownBy(() -> trial(mirror(0), PGD, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessage("a batch has at least 1 sample, not 0");
    assertThatThrownBy(() -> new PurificationPlan(PGD, THREAT, 0, 10, 5, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("1 to 4096 draws, not 0");
    assertThatThrownBy(() -> new PurificationPlan(PGD, THREAT, 1, 10, 11, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "resubmissions are estimated from the votes: expected from 1 to 10 of them, not 11");
    assertThatThrownBy(() -> new PurificationPlan(PGD, THREAT, 1, 0, 1, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessage("a candidate wants at least 1 vote, not 0");
  }
}
