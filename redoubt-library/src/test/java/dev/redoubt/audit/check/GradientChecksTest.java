package dev.redoubt.audit.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.audit.Check.Remedied;
import dev.redoubt.audit.Check.Seen;
import dev.redoubt.audit.Halves;
import dev.redoubt.audit.Investigation;
import dev.redoubt.audit.Investigations;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.model.Declaration.Backward;
import dev.redoubt.model.LabelModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.testing.Withheld;
import org.junit.jupiter.api.Test;

/** H1 and H2. */
final class GradientChecksTest {
  private static final H1GradientAgreement H1 = new H1GradientAgreement();
  private static final H2VanishingGradients H2 = new H2VanishingGradients();

  private static Investigation investigation(Pipeline pipeline, double epsilon) {
    return Investigations.clean(pipeline, Halves.spread(40), Investigations.plan(epsilon));
  }

  private static Investigation investigation(LabelModel model) {
    return investigation(Pipeline.of(model), .1);
  }

  @Test
  void anHonestNetHasTheGradientsOfWhatItComputes() {
    Investigation investigation = investigation(Halves.threshold());
    Seen agreement = H1.look(investigation);
    assertThat(agreement.flag()).isFalse();
    assertThat(Investigations.number(agreement, "median_relative_error")).isLessThan(1e-6);
    assertThat(agreement.figures()).containsEntry("samples", 32);
    Seen vanishing = H2.look(investigation);
    assertThat(vanishing.flag()).isFalse();
    assertThat(vanishing.figures()).containsEntry("samples", 40).containsEntry("zero_or_nan", 0);
    assertThat(investigation.remedy()).isEmpty();
  }

  @Test
  void aFlatFunctionIsToldAsItIs() {
    Seen seen = H1.look(investigation(Halves.constant()));
    assertThat(seen.flag()).isFalse();
    assertThat(seen.figures()).containsEntry("median_relative_error", 0.0);
  }

  @Test
  void aGradientOfTheOppositeSignIsFoundOutAndReplaced() {
    Investigation investigation = investigation(Halves.misleading());
    Seen seen = H1.look(investigation);
    assertThat(seen.flag()).isTrue();
    assertThat(Investigations.number(seen, "median_relative_error")).isGreaterThan(.9);
    assertThat(seen.figures()).containsEntry("share_with_cosine_below_0.9", 1.0);
    assertThat(seen.remedied()).isEqualTo(Remedied.ONCE_SETTLED);
    assertThat(seen.remedy()).contains("numerical gradients");
    assertThat(investigation.remedy()).hasValue(seen.remedy());
    assertThat(H2.look(investigation).flag()).as("they are there").isFalse();
  }

  @Test
  void whereNoRemedyBreaksMoreNothingIsResolved() {
    Investigation investigation = investigation(Pipeline.of(Halves.misleading()), .001);
    Seen seen = H1.look(investigation);
    assertThat(seen.flag()).isTrue();
    assertThat(seen.remedied()).isEqualTo(Remedied.NO);
    assertThat(seen.remedy()).isNull();
    assertThat(investigation.remedy()).isEmpty();
  }

  @Test
  void aNetThatGivesNoGradientIsFlaggedByBoth() {
    Investigation investigation = investigation(Halves.flat());
    Seen vanishing = H2.look(investigation);
    assertThat(vanishing.flag()).isTrue();
    assertThat(vanishing.figures())
        .containsEntry("zero_or_nan", 40)
        .containsEntry("margin_zero_or_nan", 40);
    assertThat(vanishing.remedy()).contains("numerical gradients");
    assertThat(vanishing.remedied()).isEqualTo(Remedied.ONCE_SETTLED);
    assertThat(vanishing.sentence()).contains("there is no gradient to follow");
    Seen agreement = H1.look(investigation);
    assertThat(agreement.flag()).isTrue();
    assertThat(agreement.remedy()).as("what was found before").isEqualTo(vanishing.remedy());
  }

  @Test
  void aStageThatDetachesIsFlagged() {
    Seen seen =
        H1.look(
            investigation(
                Pipeline.of(Halves.threshold(), new Stages.Detaching(new Backward.Exact())), .1));
    assertThat(seen.flag()).isTrue();
    assertThat(seen.sentence()).contains("The gradients of the model are not those");
    assertThat(Investigations.number(seen, "median_relative_error")).isEqualTo(1);
  }

  /** Who declares a surrogate says that his own derivative is not to be followed. */
  @Test
  void behindADeclaredSurrogateTheClassifierIsCompared() {
    Backward surrogate = Backward.Surrogate.identity();
    Seen honest =
        H1.look(
            investigation(Pipeline.of(Halves.threshold(), new Stages.Detaching(surrogate)), .1));
    assertThat(honest.flag()).isFalse();
    assertThat(honest.sentence()).contains("the classifier behind the defence");
    assertThat(honest.figures().get("stages_with_surrogates")).asString().contains("detaching");
    Seen lying =
        H1.look(
            investigation(Pipeline.of(Halves.misleading(), new Stages.Detaching(surrogate)), .1));
    assertThat(lying.flag()).isTrue();
  }

  /** Logits so large that the cross-entropy has no gradient; the margin has. */
  @Test
  void aSureNetIsJudgedByOtherLosses() {
    Seen seen = H2.look(investigation(Halves.scaled(10_000)));
    assertThat(seen.flag()).isTrue();
    assertThat(seen.figures()).containsEntry("margin_zero_or_nan", 0);
    assertThat(seen.remedied()).isEqualTo(Remedied.ONCE_SETTLED);
    assertThat(seen.sentence()).contains("so sure");
    assertThat(H1.look(investigation(Halves.scaled(10_000))).flag()).isFalse();
  }

  @Test
  void withoutGradientsOrRightAnswersThereIsNothingToSee() {
    Investigation blackBox = investigation(Withheld.scores(Halves.threshold()));
    assertThat(H1.obstacle(blackBox)).hasValueSatisfying(why -> assertThat(why).contains("black"));
    assertThat(H2.obstacle(blackBox)).isPresent();
    Investigation opaque =
        investigation(
            Pipeline.of(Halves.threshold(), new Stages.Detaching(new Backward.None())), .1);
    assertThat(H1.obstacle(opaque))
        .hasValueSatisfying(why -> assertThat(why).contains("detaching"));
    FloatDataset wrong = Halves.points(new int[] {1, 0}, .2f, .8f);
    Investigation none =
        Investigations.clean(Pipeline.of(Halves.threshold()), wrong, Investigations.plan(.1));
    assertThat(H1.look(none).isVoid()).isTrue();
    assertThat(H2.look(none).isVoid()).isTrue();
    assertThat(H1.obstacle(none)).isEmpty();
  }
}
