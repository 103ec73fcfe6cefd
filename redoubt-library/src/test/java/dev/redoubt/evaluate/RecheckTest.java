package dev.redoubt.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.data.Dataset;
import dev.redoubt.tensor.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The evaluator believes no attack: it measures and predicts every candidate itself. */
class RecheckTest {
  /** At (.45, 0), label 0; the boundary is .05 away. */
  private static final Dataset ONE = Toys.points(new int[] {0}, .45f, 0);

  private static Evaluation proposing(double epsilon, float... point) {
    ScriptedAttack<?> attack =
        ScriptedAttack.proposing("scripted", (view, batch, threat) -> Tensors.of(point, 1, 2));
    return Toys.evaluator(Toys.plan(epsilon, 10, attack))
        .evaluate(Toys.threshold(), ONE, Journal.none());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "outside the ball,      .6,    0",
    "just outside the ball, .55002, 0",
    "outside the box below, .52,   -.01",
    "not a number,          .52,   NaN",
    "not a number where it decides, NaN, 0",
    "infinite,              Infinity, 0",
    "predicted right,       .48,   .05",
    "the clean sample,      .45,   0",
  })
  void candidatesThatDoNotHoldBreakNothing(String why, float first, float second) {
    Evaluation evaluation = proposing(.1, first, second);

    assertThat(evaluation.outcomes().get(0).status()).as(why).isEqualTo(Status.SURVIVED);
    assertThat(evaluation.robustAccuracy()).isEqualTo(1);
    assertThat(evaluation.attacks().get(0).broken()).isZero();
    assertThat(evaluation.witnesses()).isEmpty();
    assertThat(evaluation.outcomes().get(0).attack()).isNull();
  }

  @Test
  void candidateAboveTheBoxIsRefusedThoughItLiesInTheBall() {
    ScriptedAttack<?> attack =
        ScriptedAttack.proposing(
            "scripted", (view, batch, threat) -> Tensors.of(new float[] {.52f, 1.01f}, 1, 2));
    Evaluation evaluation =
        Toys.evaluator(Toys.plan(.1, 10, attack))
            .evaluate(Toys.threshold(), Toys.points(new int[] {0}, .45f, 1), Journal.none());

    assertThat(evaluation.robustAccuracy()).isEqualTo(1);
  }

  @Test
  void candidateThatHoldsIsRecordedWithItsExactDistance() {
    Evaluation evaluation = proposing(.1, .53f, .02f);

    SampleOutcome outcome = evaluation.outcomes().get(0);
    assertThat(outcome.status()).isEqualTo(Status.BROKEN);
    assertThat(outcome.attack()).isEqualTo("scripted");
    assertThat(outcome.cleanPrediction()).isZero();
    assertThat(outcome.prediction()).isEqualTo(1);
    assertThat(outcome.distance()).isEqualTo((double) .53f - (double) .45f);
    assertThat(outcome.fragile()).isFalse();
    assertThat(evaluation.witnesses()).containsExactly(new float[] {.53f, .02f});
    assertThat(evaluation.robustAccuracy()).isZero();
    assertThat(evaluation.cleanAccuracy()).isEqualTo(1);
  }

  @Test
  void roundingAtTheSurfaceOfTheBallIsAllowed() {
    float above = .45f + .1f + 5e-7f;
    Evaluation evaluation = proposing(.1, above, 0);

    assertThat(evaluation.outcomes().get(0).status()).isEqualTo(Status.BROKEN);
    assertThat(evaluation.outcomes().get(0).distance()).isCloseTo(.1, within(1e-6));
  }

  @Test
  void misclassifiedSamplesCountAsNotRobustAndAreNotAttacked() {
    Dataset data = Toys.points(new int[] {1, 0, 1}, .2f, .5f, .3f, .5f, .9f, .5f);
    ScriptedAttack<?> idle =
        ScriptedAttack.proposing("idle", (view, batch, threat) -> batch.inputs().copied());
    Evaluation evaluation =
        Toys.evaluator(Toys.plan(.1, 10, idle)).evaluate(Toys.threshold(), data, Journal.none());

    assertThat(evaluation.outcomes().stream().map(SampleOutcome::status))
        .containsExactly(Status.MISCLASSIFIED, Status.SURVIVED, Status.SURVIVED);
    assertThat(evaluation.cleanAccuracy()).isEqualTo(2.0 / 3);
    assertThat(evaluation.robustAccuracy()).isEqualTo(2.0 / 3);
    assertThat(idle.seen()).containsExactly(List.of(1L, 2L));
  }
}
