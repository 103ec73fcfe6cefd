package dev.redoubt.audit.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.audit.Check.Remedied;
import dev.redoubt.audit.Check.Seen;
import dev.redoubt.audit.Halves;
import dev.redoubt.audit.Investigation;
import dev.redoubt.audit.Investigations;
import dev.redoubt.audit.Scripted;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.testing.Withheld;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** H3 and H4. */
final class BeforehandChecksTest {
  private static final H3Randomness H3 = new H3Randomness();
  private static final H4BatchDependence H4 = new H4BatchDependence();
  private static final Declaration RANDOM = new Declaration(new Declaration.Backward.Exact(), true);

  private static Investigation begun(LabelModel model) {
    return Investigations.begun(Pipeline.of(model), Halves.spread(20), Investigations.plan(.1));
  }

  /** The third logit goes up by one with each call. */
  private static Scripted counting(float step) {
    AtomicInteger calls = new AtomicInteger();
    NetworkModel threshold = Halves.threshold();
    return new Scripted(
        (x, draws) -> {
          float[] more = {0, 0, step * calls.getAndIncrement()};
          return threshold.logitsOnTape(x, draws).plus(Tensors.of(more, 1, 3));
        },
        Declaration.PLAIN);
  }

  /** The third logit goes up by the mean of the batch's first features. */
  private static Scripted mixing(Scripted model, float by) {
    return new Scripted(
        (x, draws) -> {
          Tensor mean = Layout.columns(Reductions.mean(x, new long[] {0}, true), 0, 1);
          Tensor third = Tensors.of(new float[] {0, 0, by}, 1, 3);
          return model.logitsOnTape(x, draws).plus(mean.times(third));
        },
        Declaration.PLAIN);
  }

  private static Scripted noisy(Declaration declares) {
    NetworkModel threshold = Halves.threshold();
    return new Scripted(
        (x, draws) -> threshold.logitsOnTape(x.plus(.1, draws.gaussianLike(x)), draws), declares);
  }

  @Test
  void whatIsAlwaysTheSameIsNotRandom() {
    Investigation investigation = begun(Halves.threshold());
    Seen seen = H3.look(investigation);
    assertThat(seen.flag()).isFalse();
    assertThat(seen.figures())
        .containsEntry("largest_difference", 0.0)
        .containsEntry("declared_random", false);
    assertThat(investigation.pipeline().isRandom()).isFalse();
    assertThat(H3.look(begun(Withheld.labels(Halves.threshold()))).flag()).isFalse();
  }

  @Test
  void randomnessThatIsNotDeclaredIsVotedOnFromHereOn() {
    Investigation investigation = begun(counting(1));
    Seen seen = H3.look(investigation);
    assertThat(seen.flag()).isTrue();
    assertThat(seen.remedied()).isEqualTo(Remedied.ONCE_SETTLED);
    assertThat(seen.remedy()).isEqualTo("treated as random");
    assertThat(investigation.pipeline().isRandom()).isTrue();
    assertThat(investigation.differentiated().isRandom()).isTrue();
    assertThat(H3.look(begun(counting(1e-5f))).flag()).as("rounding").isFalse();
    assertThat(H3.look(begun(noisy(Declaration.PLAIN))).flag()).as("by draws").isTrue();
  }

  @Test
  void randomnessThatIsDeclaredIsNoFlag() {
    Investigation investigation = begun(noisy(RANDOM));
    Seen seen = H3.look(investigation);
    assertThat(seen.flag()).isFalse();
    assertThat(Investigations.number(seen, "largest_difference")).isGreaterThan(1e-3);
    assertThat(seen.figures()).containsEntry("declared_random", true);
  }

  /** A model that gives no numbers gives them each time: that is another fault. */
  @Test
  void noNumberTwiceIsTheSame() {
    Scripted broken = Halves.behind((x, draws) -> x.times(0).dividedBy(0));
    assertThat(H3.look(begun(broken)).flag()).isFalse();
    assertThat(H4.look(begun(broken)).flag()).isFalse();
    Scripted infinite =
        new Scripted(
            (x, draws) ->
                Halves.threshold()
                    .logitsOnTape(x, draws)
                    .plus(Tensors.of(new double[] {0, 0, Double.NEGATIVE_INFINITY}, 1, 3).like(x)),
            Declaration.PLAIN);
    assertThat(H3.look(begun(infinite)).flag()).isFalse();
  }

  @Test
  void labelsThatChangeAreRandom() {
    AtomicInteger calls = new AtomicInteger();
    Scripted turning =
        Halves.behind((x, draws) -> calls.getAndIncrement() % 2 == 0 ? x : x.negated().plus(1));
    Investigation investigation = begun(Withheld.labels(turning));
    Seen seen = H3.look(investigation);
    assertThat(seen.flag()).isTrue();
    assertThat(seen.figures()).containsEntry("largest_difference", 1.0);
    assertThat(investigation.pipeline().isRandom()).isTrue();
  }

  @Test
  void anHonestNetSaysTheSameInAnyBatch() {
    assertThat(H4.look(begun(Halves.threshold())).flag()).isFalse();
    assertThat(H4.look(begun(Withheld.labels(Halves.threshold()))).flag()).isFalse();
    assertThat(H4.look(begun(noisy(RANDOM))).flag()).as("with its draws").isFalse();
  }

  @Test
  void whatDependsOnTheBatchIsAskedOneByOne() {
    Investigation investigation = begun(mixing(Halves.behind((x, draws) -> x), 10));
    Seen seen = H4.look(investigation);
    assertThat(seen.flag()).isTrue();
    assertThat(seen.remedied()).isEqualTo(Remedied.ONCE_SETTLED);
    assertThat(seen.remedy()).isEqualTo("one sample at a time");
    assertThat(investigation.differentiated()).isNotSameAs(investigation.pipeline());
    Investigation remedied =
        Investigations.begun(
            investigation.differentiated(), Halves.spread(20), Investigations.plan(.1));
    assertThat(H4.look(remedied).flag()).isFalse();
  }

  /** That answers depend on the batch does not keep masked gradients from being found out. */
  @Test
  void theRemedyAgainstBatchesIsNotTakenForOneAgainstMasking() {
    Investigation investigation = begun(mixing(Halves.misleading(), 10));
    assertThat(H4.look(investigation).flag()).isTrue();
    Investigations.known(investigation);
    Seen seen = new H1GradientAgreement().look(investigation);
    assertThat(seen.flag()).isTrue();
    assertThat(seen.remedy()).contains("numerical");
    assertThat(investigation.remedy())
        .hasValueSatisfying(
            words -> assertThat(words).contains("one sample at a time").contains("numerical"));
  }

  @Test
  void whatIsRandomByItselfSaysNothingOfBatches() {
    Investigation investigation = begun(counting(1));
    assertThat(H3.look(investigation).flag()).isTrue();
    Seen seen = H4.look(investigation);
    assertThat(seen.isVoid()).isTrue();
    assertThat(seen.flag()).isFalse();
    assertThat(investigation.remedy()).isEmpty();
  }
}
