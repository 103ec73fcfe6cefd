package dev.redoubt.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.audit.remedy.IdentityStages;
import dev.redoubt.loss.Margin;
import dev.redoubt.model.LabelModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.testing.Withheld;
import dev.redoubt.threat.L0;
import dev.redoubt.threat.ThreatModel;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** On 100 samples that noise hardly breaks, but a push to the end of the ball does. */
final class SettlementTest {
  private static AuditPlan plan(ThreatModel threat, List<Attack<?>> doubled, Attack<?>... scores) {
    Arsenal usual = Investigations.arsenal();
    Arsenal arsenal =
        new Arsenal(
            List.of(new UniformNoise()),
            usual.naive(),
            doubled,
            usual.probing(),
            usual.persistent(),
            usual.losses(),
            queries -> List.of(scores),
            usual.labels());
    AuditPlan plan = Investigations.plan(threat, OptionalDouble.empty(), arsenal);
    return new AuditPlan(
        threat,
        plan.claim(),
        arsenal,
        plan.effort(),
        plan.seed(),
        1000,
        1,
        List.of(),
        plan.certification());
  }

  private static Investigation breaking(int eachRound) {
    return Investigations.clean(
        Pipeline.of(Halves.threshold()),
        Halves.repeated(100, .4502f),
        plan(Investigations.plan(.05).threat(), List.of(new Pushing("push", eachRound, .0499f))));
  }

  @Test
  void onePointIsLittleEnough() {
    Investigation investigation = breaking(1);
    Settlement settlement = investigation.settlement();
    int before = investigation.evidence().survivors().length;
    assertThat(settlement.round()).isCloseTo(.01, within(1e-9));
    assertThat(settlement.reached()).isTrue();
    assertThat(settlement.moves()).hasSize(1);
    assertThat(investigation.evidence().survivors()).hasSize(before - 1);
  }

  @Test
  void twoPointsAreNotAndItGivesUp() {
    Investigation investigation = breaking(2);
    int before = investigation.evidence().survivors().length;
    assertThat(investigation.settlement().reached()).isFalse();
    assertThat(investigation.settlement().moves()).hasSize(3).allMatch(moved -> moved > .019);
    assertThat(investigation.evidence().survivors()).hasSize(before - 6);
  }

  /** What is differentiated in another way since has to settle anew. */
  @Test
  void anotherDerivativeIsAnotherAttack() {
    Investigation investigation = breaking(1);
    assertThat(investigation.settlement().reached()).isTrue();
    investigation.differentiate(Pipeline.of(Halves.threshold()), new IdentityStages());
    assertThat(investigation.settlement().moves()).hasSize(1);
    assertThat(investigation.settlement().reached()).isTrue();
    assertThat(investigation.settlement().moves()).hasSize(2);
  }

  @Test
  void withoutGradientsQueriesAreDoubled() {
    LabelModel blackBox = Withheld.scores(Halves.threshold());
    List<Attack<?>> gradients = List.of(Investigations.climbing("apgd", new Margin(), 5));
    Investigation investigation =
        Investigations.clean(
            Pipeline.of(blackBox),
            Halves.repeated(100, .4502f),
            plan(Investigations.plan(.05).threat(), gradients, new Pushing("push", 1, .0499f)));
    int before = investigation.evidence().survivors().length;
    assertThat(investigation.settlement().reached()).isTrue();
    assertThat(investigation.evidence().survivors()).hasSize(before - 1);
  }

  /** An attack that was not run has moved nothing, and shows nothing. */
  @Test
  void whereNothingCanBeRunNothingSettles() {
    List<Attack<?>> gradients = List.of(Investigations.climbing("apgd", new Margin(), 5));
    AuditPlan usual = plan(new ThreatModel(new L0(), 1), gradients);
    Arsenal arsenal = usual.arsenal();
    Arsenal speechless =
        new Arsenal(
            arsenal.main(),
            arsenal.naive(),
            arsenal.doubled(),
            arsenal.probing(),
            arsenal.persistent(),
            arsenal.losses(),
            arsenal.byScores(),
            List.of());
    Investigation investigation =
        Investigations.clean(
            Pipeline.of(Halves.constant()),
            Halves.repeated(10, .45f),
            Investigations.plan(usual.threat(), OptionalDouble.empty(), speechless));
    int[] before = investigation.evidence().survivors();
    assertThat(before).isNotEmpty();
    assertThat(investigation.settlement().reached()).isFalse();
    assertThat(investigation.evidence().survivors()).isEqualTo(before);
  }
}
