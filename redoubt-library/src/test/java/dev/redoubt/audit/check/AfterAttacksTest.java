package dev.redoubt.audit.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.audit.Arsenal;
import dev.redoubt.audit.AuditPlan;
import dev.redoubt.audit.Check.Remedied;
import dev.redoubt.audit.Check.Seen;
import dev.redoubt.audit.Curve;
import dev.redoubt.audit.Effort;
import dev.redoubt.audit.Halves;
import dev.redoubt.audit.Investigation;
import dev.redoubt.audit.Investigations;
import dev.redoubt.audit.Pushing;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.loss.Margin;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.testing.Withheld;
import dev.redoubt.threat.L0;
import dev.redoubt.threat.ThreatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** H5, H6, H7 and H9. */
final class AfterAttacksTest {
  private @Nullable Curve curve;

  private final H5UnboundedAttack h5 = new H5UnboundedAttack(found -> curve = found);
  private final H6BlackBoxGains h6 = new H6BlackBoxGains();
  private final H7RandomSearch h7 = new H7RandomSearch();
  private final H9JointRobustness h9 = new H9JointRobustness();

  private static final FloatDataset DATA = Halves.spread(40);

  private static Attack<?> climbing() {
    return Investigations.climbing("apgd-margin", new Margin(), 10);
  }

  private static AuditPlan plan(
      OptionalDouble claim, Effort effort, Arsenal arsenal, GradientModel... twins) {
    AuditPlan plan = Investigations.plan(.1, arsenal);
    return new AuditPlan(
        plan.threat(),
        claim.isPresent() ? Optional.of(claim.getAsDouble()) : Optional.empty(),
        arsenal,
        effort,
        plan.seed(),
        1000,
        1,
        List.of(twins),
        Optional.empty());
  }

  private static Arsenal with(List<Attack<?>> main, Attack<?> probing, Attack<?>... labels) {
    Arsenal usual = Investigations.arsenal();
    List<Attack<?>> noise = new ArrayList<>(List.of(new UniformNoise()));
    noise.addAll(main);
    return new Arsenal(
        noise,
        usual.naive(),
        usual.doubled(),
        probing,
        usual.persistent(),
        usual.losses(),
        usual.byScores(),
        List.of(labels));
  }

  @Test
  void withoutLimitsEverythingIsBrokenAndTheCurveIsTheDistances() {
    Investigation investigation =
        Investigations.attacked(Halves.threshold(), DATA, Investigations.plan(.1));
    Seen seen = h5.look(investigation);
    assertThat(seen.flag()).isFalse();
    assertThat(seen.figures())
        .containsEntry("unlimited_epsilon", 1.0)
        .containsEntry("survive_without_limits", 0)
        .containsEntry("largest_rise", 0.0);
    Curve found = Objects.requireNonNull(curve);
    assertThat(found.points().get(0)).isEqualTo(new Curve.Point(0, 1));
    assertThat(found.points().get(7)).isEqualTo(new Curve.Point(Double.POSITIVE_INFINITY, 0));
    for (Curve.Point point : found.points().subList(1, 7)) {
      double beyond = 0;
      for (int i = 0; i < 40; i++) {
        beyond += Math.abs((i + .5) / 40 - .5) > point.epsilon() ? 1 : 0;
      }
      assertThat(point.robustAccuracy()).isCloseTo(beyond / 40, within(1e-9));
    }
  }

  @Test
  void whatNothingBreaksIsFlagged() {
    Investigation investigation =
        Investigations.attacked(
            Halves.constant(), Halves.repeated(10, .2f), Investigations.plan(.1));
    Seen seen = h5.look(investigation);
    assertThat(seen.flag()).isTrue();
    assertThat(seen.figures()).containsEntry("survive_without_limits", 10);
    assertThat(seen.remedied()).isEqualTo(Remedied.NO);
    assertThat(Objects.requireNonNull(curve).points()).allMatch(p -> p.robustAccuracy() == 1);
  }

  /** There is no budget beyond everything, and it is tried all the same. */
  @Test
  void aThreatOfTheWholeRangeIsTriedAsWell() {
    Seen seen = h5.look(Investigations.attacked(Halves.threshold(), DATA, Investigations.plan(1)));
    assertThat(seen.flag()).isFalse();
    assertThat(seen.figures()).containsEntry("survive_without_limits", 0);
  }

  /** An attack that does less with more. */
  @Test
  void aCurveThatRisesIsFlagged() {
    Attack<?> shy = new Pushing("shy", 1000, .0499f, .06);
    Investigation investigation =
        Investigations.attacked(
            Halves.threshold(),
            Halves.repeated(10, .4502f),
            plan(OptionalDouble.empty(), Effort.QUICK, with(List.of(), shy)));
    Seen seen = h5.look(investigation);
    assertThat(seen.flag()).isTrue();
    assertThat(seen.figures())
        .containsEntry("survive_without_limits", 0)
        .containsEntry("largest_rise", 1.0);
    assertThat(seen.sentence()).contains("rises by 100.0 points");
  }

  @Test
  void honestSurvivorsHoldAgainstAttacksWithoutGradients() {
    Investigation investigation =
        Investigations.attacked(
            Halves.threshold(),
            DATA,
            plan(
                OptionalDouble.empty(),
                Effort.STANDARD,
                Investigations.arsenal(),
                Halves.threshold()));
    Seen black = h6.look(investigation);
    assertThat(black.flag()).isFalse();
    assertThat(black.figures())
        .containsEntry("white_box_survivors", 32)
        .containsEntry("square_kills", 0)
        .containsEntry("transfer_examined", 32)
        .containsEntry("transfer_kills", 0)
        .containsEntry("labels_examined", 24)
        .containsEntry("labels_kills", 0);
    Seen random =
        h7.look(Investigations.attacked(Halves.threshold(), DATA, Investigations.plan(.1)));
    assertThat(random.flag()).isFalse();
    assertThat(random.figures()).containsEntry("survivors", 32).containsEntry("kills", 0);
    assertThat(random.sentence()).contains("1,000 random points").contains("none broke");
  }

  /** Attacks that follow the gradients go the wrong way; Square and corners don't. */
  @Test
  void misledAttacksAreOutdoneByThoseWithoutGradients() {
    Arsenal arsenal = Investigations.arsenal(climbing());
    Investigation investigation =
        Investigations.attacked(
            Halves.misleading(), DATA, plan(OptionalDouble.empty(), Effort.QUICK, arsenal));
    Seen seen = h6.look(investigation);
    assertThat(seen.flag()).isTrue();
    assertThat(Investigations.number(seen, "square_kills_low")).isGreaterThan(.02);
    assertThat(seen.remedied()).isEqualTo(Remedied.YES);
    assertThat(investigation.evidence().robustAccuracy()).isEqualTo(.8);

    Investigation withoutSquare =
        Investigations.attacked(
            Halves.misleading(),
            DATA,
            plan(OptionalDouble.empty(), Effort.QUICK, with(List.of(), climbing())));
    Seen random = h7.look(withoutSquare);
    assertThat(random.flag()).isTrue();
    assertThat(Investigations.number(random, "kills")).isPositive();
    assertThat(random.figures()).containsEntry("kills_of_twice_as_many", 0);
    assertThat(random.remedied()).isEqualTo(Remedied.YES);
    assertThat(withoutSquare.evidence().robustAccuracy()).isEqualTo(.8);
  }

  @Test
  void pointsOfAnUndefendedTwinCarryOver() {
    Arsenal arsenal = with(List.of(), climbing());
    Investigation investigation =
        Investigations.attacked(
            Halves.misleading(),
            DATA,
            plan(OptionalDouble.empty(), Effort.QUICK, arsenal, Halves.threshold()));
    int before = investigation.evidence().survivors().length;
    Seen seen = h6.look(investigation);
    assertThat(seen.flag()).isTrue();
    assertThat(seen.figures())
        .doesNotContainKey("square_kills")
        .containsEntry("transfer_kills", before - 32);
  }

  /** One kill of 24 is within chance, but not if the claim falls with it. */
  @Test
  void aKillThatTakesTheClaimCounts() {
    Arsenal arsenal = with(List.of(), climbing(), new Pushing("one", 1, .0499f));
    FloatDataset close = Halves.repeated(40, .4502f);
    Investigation without =
        Investigations.attacked(
            Halves.threshold(),
            close,
            plan(OptionalDouble.empty(), Effort.STANDARD, atEdge(arsenal)));
    double robust = without.evidence().robustAccuracy();
    Seen seen = h6.look(without);
    assertThat(seen.figures()).containsEntry("labels_kills", 1);
    assertThat(seen.flag()).isFalse();
    Investigation with =
        Investigations.attacked(
            Halves.threshold(),
            close,
            plan(OptionalDouble.of(robust), Effort.STANDARD, atEdge(arsenal)));
    assertThat(h6.look(with).flag()).isTrue();
    Investigation beyond =
        Investigations.attacked(
            Halves.threshold(),
            close,
            plan(OptionalDouble.of(robust + .01), Effort.STANDARD, atEdge(arsenal)));
    assertThat(h6.look(beyond).flag()).as("it was not reached before").isFalse();
  }

  /** Scores break nothing more. */
  private static Arsenal atEdge(Arsenal arsenal) {
    return new Arsenal(
        List.of(new Pushing("noise", 0, 0)),
        arsenal.naive(),
        arsenal.doubled(),
        arsenal.probing(),
        arsenal.persistent(),
        arsenal.losses(),
        queries -> List.of(new Pushing("nothing", 0, 0)),
        arsenal.labels());
  }

  @Test
  void whereNothingIsLeftThereIsNothingToMiss() {
    Investigation investigation =
        Investigations.attacked(
            Halves.threshold(), Halves.repeated(5, .45f), Investigations.plan(.1));
    assertThat(investigation.evidence().survivors()).isEmpty();
    assertThat(h6.look(investigation).flag()).isFalse();
    assertThat(h6.look(investigation).isVoid()).isFalse();
    assertThat(h7.look(investigation).flag()).isFalse();
  }

  @Test
  void whatHasNoGradientsCanNotBeCompared() {
    LabelModel blackBox = Withheld.scores(Halves.threshold());
    Investigation investigation =
        Investigations.clean(Pipeline.of(blackBox), DATA, Investigations.plan(.1));
    assertThat(h5.obstacle(investigation)).isPresent();
    assertThat(h6.obstacle(investigation)).isPresent();
    assertThat(h7.obstacle(investigation)).isEmpty();
    Seen random = h7.look(investigation);
    assertThat(random.figures()).as("a black box is asked less").containsEntry("points_each", 100);
    assertThat(Investigations.number(random, "kills")).isPositive();
    assertThat(random.flag()).isFalse();
    assertThat(random.isVoid()).isTrue();
    assertThat(investigation.evidence().robustAccuracy()).as("they count").isLessThan(1);
  }

  /** What can't be run under a norm says so, rather than that it saw nothing. */
  @Test
  void underL0GradientChecksThatHaveNoAttackAreNotRun() {
    AuditPlan plan =
        Investigations.plan(
            new ThreatModel(new L0(), 1), OptionalDouble.empty(), Investigations.arsenal());
    Investigation investigation = Investigations.clean(Pipeline.of(Halves.threshold()), DATA, plan);
    for (var check : List.of(h5, new S2Convergence(), new S4LossSpread(), new H8Binarization())) {
      assertThat(check.obstacle(investigation))
          .as(check.id())
          .hasValueSatisfying(why -> assertThat(why).contains("under this norm"));
    }
    assertThat(new S1SingleStep().obstacle(investigation)).isEmpty();
    assertThat(new S5LogitScale().obstacle(investigation)).as("PGD knows L0").isEmpty();
  }

  /** A detector, and what is known of 100 samples. */
  private static Investigation guarded(OptionalDouble claim, int robust, int refused) {
    Pipeline pipeline = Pipeline.of(Halves.threshold(), new Stages.Alarm(.9));
    AuditPlan plan = plan(claim, Effort.QUICK, Investigations.arsenal());
    return Investigations.given(pipeline, Halves.spread(100), plan, robust, refused);
  }

  @Test
  void jointRobustnessThreePointsUnderTheClaimIsFlagged() {
    Investigation investigation = guarded(OptionalDouble.of(.84), 80, 2);
    assertThat(h9.obstacle(investigation)).isEmpty();
    Seen seen = h9.look(investigation);
    assertThat(seen.figures())
        .containsEntry("false_positive_rate", .02)
        .containsEntry("joint_robust_accuracy", .8);
    assertThat(seen.flag()).isTrue();
    assertThat(seen.remedied()).isEqualTo(Remedied.NO);
    assertThat(seen.sentence()).contains("80.0 %");
    assertThat(h9.look(guarded(OptionalDouble.of(.82), 80, 2)).flag()).isFalse();
    assertThat(h9.look(guarded(OptionalDouble.empty(), 80, 2)).flag()).isFalse();
  }

  /** Of 100 samples chance makes 9 of 5 %, but not 10. */
  @Test
  void falseAlarmsBeyondChanceAreFlagged() {
    Seen many = h9.look(guarded(OptionalDouble.empty(), 80, 10));
    assertThat(many.figures()).containsEntry("false_positive_rate", .1);
    assertThat(many.flag()).isTrue();
    assertThat(many.sentence()).contains("refuses 10.0 %");
    assertThat(h9.look(guarded(OptionalDouble.empty(), 80, 9)).flag()).isFalse();
    Investigation plain =
        Investigations.begun(Pipeline.of(Halves.threshold()), DATA, Investigations.plan(.1));
    assertThat(h9.obstacle(plain)).isPresent();
  }
}
