package dev.redoubt.evaluate.flag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.attack.apgd.Apgd;
import dev.redoubt.attack.apgd.ApgdT;
import dev.redoubt.attack.apgd.Ascent;
import dev.redoubt.data.Batch;
import dev.redoubt.evaluate.BatchResult;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.Plan;
import dev.redoubt.evaluate.SampleOutcome;
import dev.redoubt.evaluate.Status;
import dev.redoubt.evaluate.Tally;
import dev.redoubt.evaluate.Vote;
import dev.redoubt.loss.ProbabilityMargin;
import dev.redoubt.loss.TargetedMargin;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Signs in results that are made up. */
class ResultChecksTest {
  /** An attack by name alone. */
  private record Named(String name) implements Attack<LabelModel> {
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
      return Candidates.after(0, batch.inputs());
    }
  }

  /** 1,000 samples, of which each attack breaks some. */
  private static Evaluation breaking(List<Attack<?>> cascade, int... broken) {
    return voted(cascade, null, broken);
  }

  private static Evaluation voted(List<Attack<?>> cascade, @Nullable Vote vote, int... broken) {
    List<SampleOutcome> outcomes = new ArrayList<>();
    int lost = Arrays.stream(broken).sum();
    for (int id = 0; id < 1000; id++) {
      Status status = id < lost ? Status.BROKEN : Status.SURVIVED;
      outcomes.add(
          new SampleOutcome(id, 0, 0, status, null, 0, 0, false, 0, null, id == 7 ? vote : null));
    }
    List<Tally> tallies = Arrays.stream(broken).mapToObj(n -> new Tally(n, 0, 0, 0)).toList();
    Plan plan = new Plan(ThreatModel.parse("linf:0.1"), cascade, List.of(), 0, 1000, 0);
    BatchResult batch =
        new BatchResult(outcomes, Tally.ZERO, tallies, List.of(), 0, Tally.ZERO, List.of());
    return new Evaluation(plan, List.of(batch));
  }

  private static List<Flag.Kind> kinds(Evaluation evaluation, int classes) {
    return ResultChecks.of(evaluation, classes).stream().map(Flag::kind).toList();
  }

  @Test
  void gainsOfSquareBeyondTwoInAThousandAreTold() {
    List<Attack<?>> standard =
        List.of(new UniformNoise(), new Named("apgd-ce"), new Named("fab-t"), new Named("square"));
    assertThat(kinds(breaking(standard, 0, 100, 3, 2), 10)).isEmpty();
    assertThat(kinds(breaking(standard, 0, 100, 3, 3), 10)).containsExactly(Flag.Kind.SQUARE_GAINS);
    assertThat(ResultChecks.of(breaking(standard, 0, 100, 3, 30), 10).get(0).finding())
        .contains("another 3.0 %");
    // Alone, or behind noise and a single attack, it proves nothing.
    List<Attack<?>> alone = List.of(new UniformNoise(), new Named("square"));
    assertThat(kinds(breaking(alone, 0, 300), 10)).isEmpty();
  }

  @Test
  void lossesThatGaveWayAreNamed() {
    Ascent ascent = Ascent.standard();
    List<Attack<?>> two =
        List.of(
            Apgd.ce(ascent),
            new Apgd("apgd-dlr", new ProbabilityMargin(), ascent),
            new ApgdT(new TargetedMargin(), 9, ascent));
    List<Flag> flags = ResultChecks.of(breaking(two, 0, 0, 0), 2);
    assertThat(flags).extracting(Flag::kind).containsExactly(Flag.Kind.FEW_CLASSES);
    assertThat(flags.get(0).finding())
        .contains("apgd-dlr and apgd-t", "probability-margin and targeted-margin");
    assertThat(ResultChecks.of(breaking(two, 0, 0, 0), 3).get(0).finding())
        .contains("apgd-t ran with targeted-margin")
        .doesNotContain("apgd-dlr");
    assertThat(kinds(breaking(two, 0, 0, 0), 4)).isEmpty();
  }

  @Test
  void votesThatAnotherVoteCouldTurnAreCounted() {
    List<Attack<?>> noise = List.of(new UniformNoise());
    assertThat(kinds(voted(noise, new Vote(55, 100, .45, .64), 10), 10))
        .containsExactly(Flag.Kind.CLOSE_VOTES);
    assertThat(kinds(voted(noise, new Vote(70, 100, .6, .78), 10), 10)).isEmpty();
    assertThat(kinds(voted(noise, new Vote(30, 100, .22, .4), 10), 10)).isEmpty();
  }
}
