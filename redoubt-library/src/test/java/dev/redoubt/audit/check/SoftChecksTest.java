package dev.redoubt.audit.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.attack.Attack;
import dev.redoubt.audit.Arsenal;
import dev.redoubt.audit.Check;
import dev.redoubt.audit.Check.Remedied;
import dev.redoubt.audit.Check.Seen;
import dev.redoubt.audit.Halves;
import dev.redoubt.audit.Investigation;
import dev.redoubt.audit.Investigations;
import dev.redoubt.audit.Scripted;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.LabelModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.testing.Withheld;
import java.util.List;
import org.junit.jupiter.api.Test;

/** S1 to S7: an honest net, and for each what it is there to see. */
final class SoftChecksTest {
  private static final FloatDataset DATA = Halves.spread(40);
  private static final List<Check> ALL =
      List.of(
          new S1SingleStep(),
          new S2Convergence(),
          new S3Roughness(),
          new S4LossSpread(),
          new S5LogitScale(),
          new S6GradientAlignment(),
          new S7ReturnedPoint());

  private static Investigation attacked(LabelModel model, double epsilon) {
    return Investigations.attacked(model, DATA, Investigations.plan(epsilon));
  }

  /** Nothing has been attacked yet, as if the main attacks had failed. */
  private static Investigation untouched(LabelModel model, double epsilon) {
    return Investigations.clean(Pipeline.of(model), DATA, Investigations.plan(epsilon));
  }

  private static void assertSettles(Seen seen) {
    assertThat(seen.flag()).isTrue();
    assertThat(seen.isVoid()).isFalse();
    assertThat(seen.remedy()).isNotNull();
    assertThat(seen.remedied()).isEqualTo(Remedied.ONCE_SETTLED);
  }

  @Test
  void anHonestNetShowsNoneOfThem() {
    Investigation investigation = attacked(Halves.threshold(), .1);
    for (Check check : ALL) {
      assertThat(check.obstacle(investigation)).as(check.id()).isEmpty();
      Seen seen = check.look(investigation);
      assertThat(seen.flag()).as(check.id() + ": " + seen.sentence()).isFalse();
      assertThat(seen.isVoid()).as(check.id()).isFalse();
      assertThat(seen.remedy()).as(check.id()).isNull();
    }
    assertThat(investigation.evidence().robustAccuracy()).isEqualTo(.8);
    assertThat(investigation.remedy()).isEmpty();
  }

  @Test
  void withoutGradientsNoneCanBeRun() {
    Investigation investigation = untouched(Withheld.scores(Halves.threshold()), .1);
    assertThat(ALL).allMatch(check -> check.obstacle(investigation).isPresent());
  }

  @Test
  void whereNothingIsRightOrLeftNoneSeesAnything() {
    FloatDataset wrong = Halves.points(new int[] {1, 0}, .2f, .8f);
    Investigation none =
        Investigations.attacked(Halves.threshold(), wrong, Investigations.plan(.1));
    assertThat(ALL).noneMatch(check -> check.look(none).flag());
  }

  @Test
  void oneStepThatBreaksSurvivorsIsSeen() {
    Investigation investigation = untouched(Halves.threshold(), .1);
    int before = investigation.evidence().survivors().length;
    assertThat(before).isGreaterThan(32);
    Seen seen = new S1SingleStep().look(investigation);
    assertSettles(seen);
    assertThat(seen.figures()).containsEntry("kills", before - 32);
    assertThat(Investigations.number(seen, "share")).isCloseTo(before / 40.0 - .8, within(1e-9));
  }

  @Test
  void aBudgetThatWasTooSmallIsSeen() {
    Investigation investigation = untouched(Halves.threshold(), .1);
    double before = investigation.evidence().robustAccuracy();
    Seen seen = new S2Convergence().look(investigation);
    assertSettles(seen);
    assertThat(Investigations.number(seen, "moved_by_doubling"))
        .isCloseTo(before - .8, within(1e-9));
    assertThat(seen.sentence()).contains("took another");
    assertThat(investigation.settlement().reached()).as("the next round moves nothing").isTrue();
  }

  /** Six steps of ten go up, four go down: the loss creeps, and is not at its end. */
  @Test
  void aLossThatStillRisesIsSeen() {
    Scripted creeping =
        Halves.behind(
            (x, draws) -> {
              Tensor chance = Layout.reshape(draws.of("way").uniformPerSample(x), -1, 1);
              Tensor way = Elementwise.sign(chance.minus(.4));
              Tensor still = x.detached();
              return still.plus(x.minus(still).times(way));
            });
    FloatDataset far = Halves.repeated(20, .05f);
    Investigation investigation = Investigations.attacked(creeping, far, Investigations.plan(.4));
    assertThat(investigation.evidence().robustAccuracy()).isEqualTo(1);
    Seen seen = new S2Convergence().look(investigation);
    assertSettles(seen);
    assertThat(seen.figures()).containsEntry("moved_by_doubling", 0.0);
    assertThat(Investigations.number(seen, "median_still_moving")).isGreaterThan(.05);
    assertThat(seen.sentence()).contains("still rose");
  }

  @Test
  void aRoughLossIsSeen() {
    Scripted rough =
        Halves.behind(
            (x, draws) -> {
              Tensor first = Layout.columns(x, 0, 1);
              return x.plus(Elementwise.sin(first.times(400)).times(.5));
            });
    Seen seen = new S3Roughness().look(untouched(rough, .1));
    assertSettles(seen);
    assertThat(Investigations.number(seen, "mean_change")).isBetween(.1, 1.0);
    assertThat(Investigations.number(seen, "radius")).isCloseTo(4 / 255.0, within(1e-9));
    assertThat(seen.remedy()).contains("8 neighbours");
    Seen honest = new S3Roughness().look(untouched(Halves.threshold(), .01));
    assertThat(Investigations.number(honest, "radius")).as("half of epsilon").isEqualTo(.005);
  }

  /** With logits that large the cross-entropy has no gradient, and the margin has. */
  @Test
  void lossesThatDifferAreSeen() {
    Investigation investigation = untouched(Halves.scaled(10_000), .1);
    Seen seen = new S4LossSpread().look(investigation);
    assertSettles(seen);
    assertThat(seen.figures()).containsEntry("apgd-margin", .8);
    assertThat(Investigations.number(seen, "apgd-ce")).isGreaterThan(.83);
    assertThat(Investigations.number(seen, "spread")).isGreaterThan(.03);
    assertThat(investigation.evidence().robustAccuracy()).as("the least counts").isEqualTo(.8);
  }

  @Test
  void aScaleThatProtectsIsSeenAndTakenAway() {
    Attack<?> blind = Investigations.climbing("apgd-ce", new CrossEntropy(), 10);
    Arsenal usual = Investigations.arsenal();
    Arsenal arsenal =
        new Arsenal(
            usual.main(),
            usual.naive(),
            usual.doubled(),
            blind,
            usual.persistent(),
            usual.losses(),
            usual.byScores(),
            usual.labels());
    Investigation investigation =
        Investigations.clean(
            Pipeline.of(Halves.scaled(10_000)), DATA, Investigations.plan(.1, arsenal));
    Seen seen = new S5LogitScale().look(investigation);
    assertSettles(seen);
    assertThat(seen.remedy()).isEqualTo("logits divided by their median margin");
    assertThat(Investigations.number(seen, "moved_by_scale")).isGreaterThan(.005);
    assertThat(investigation.remedy()).hasValue("logits divided by their median margin");
    assertThat(investigation.evidence().robustAccuracy()).isEqualTo(.8);
  }

  @Test
  void gradientsThatTurnAreSeen() {
    Scripted turning =
        Halves.behind(
            (x, draws) -> {
              Tensor still = x.detached();
              return still.plus(x.minus(still).times(Elementwise.sin(still.times(500))));
            });
    Seen seen = new S6GradientAlignment().look(untouched(turning, .1));
    assertSettles(seen);
    assertThat(Investigations.number(seen, "mean_cosine")).isLessThan(.2);
    Seen honest = new S6GradientAlignment().look(untouched(Halves.threshold(), .1));
    assertThat(Investigations.number(honest, "mean_cosine")).isCloseTo(1, within(1e-6));
  }

  /** A narrow band of class 1, and a gradient that leads through it and beyond. */
  @Test
  void aPointThatIsLostOnTheWayIsSeen() {
    Scripted band =
        Halves.behind(
            (x, draws) -> {
              Tensor off = Elementwise.abs(x.minus(.3)).minus(.03).negated().plus(.5).detached();
              return off.plus(x.minus(x.detached()));
            });
    Investigation investigation =
        Investigations.clean(Pipeline.of(band), Halves.repeated(10, .2f), Investigations.plan(.3));
    Seen seen = new S7ReturnedPoint().look(investigation);
    assertSettles(seen);
    assertThat(seen.figures())
        .containsEntry("samples", investigation.probed().length)
        .containsEntry("broken_on_the_way", investigation.probed().length)
        .containsEntry("lost_at_the_end", investigation.probed().length);
    Scripted random =
        new Scripted(
            (x, draws) -> Halves.threshold().logitsOnTape(x, draws),
            new Declaration(new Declaration.Backward.Exact(), true));
    assertThat(
            new S7ReturnedPoint()
                .obstacle(Investigations.begun(Pipeline.of(random), DATA, Investigations.plan(.1))))
        .hasValueSatisfying(why -> assertThat(why).contains("random"));
  }
}
