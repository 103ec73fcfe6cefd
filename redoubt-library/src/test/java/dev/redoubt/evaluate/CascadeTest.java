package dev.redoubt.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Attacks one after another, each on what is left; and what each of them costs. */
class CascadeTest {
  /** Five samples of label 0, from .41 to .49, and one that is misclassified. */
  private static final Dataset DATA =
      Toys.points(
          new int[] {0, 0, 0, 1, 0, 0},
          .41f,
          .5f,
          .43f,
          .5f,
          .45f,
          .5f,
          .44f,
          .5f,
          .47f,
          .5f,
          .49f,
          .5f);

  /** Moves the samples with the given ids over the boundary. */
  private static ScriptedAttack<LabelModel> breaking(String name, List<Long> ids) {
    return ScriptedAttack.proposing(name, (view, batch, threat) -> moved(batch, ids));
  }

  private static Tensor moved(Batch batch, List<Long> ids) {
    float[] values = batch.inputs().floats();
    for (int row = 0; row < batch.size(); row++) {
      if (ids.contains(batch.ids()[row])) {
        values[2 * row] = .51f;
      }
    }
    return Tensors.of(values, batch.size(), 2);
  }

  @Test
  void eachAttackSeesOnlyWhatIsLeft() {
    ScriptedAttack<LabelModel> first = breaking("first", List.of(1L, 4L));
    ScriptedAttack<LabelModel> second = breaking("second", List.of(1L, 2L));
    ScriptedAttack<LabelModel> third = breaking("third", List.of());
    Evaluation evaluation =
        Toys.evaluator(Toys.plan(.2, 10, first, second, third))
            .evaluate(Toys.threshold(), DATA, Journal.none());

    assertThat(first.seen()).containsExactly(List.of(0L, 1L, 2L, 4L, 5L));
    assertThat(second.seen()).containsExactly(List.of(0L, 2L, 5L));
    assertThat(third.seen()).containsExactly(List.of(0L, 5L));
    assertThat(evaluation.attacks().stream().map(Tally::broken)).containsExactly(2L, 1L, 0L);
    assertThat(evaluation.robustAfterEach()).containsExactly(3 / 6.0, 2 / 6.0, 2 / 6.0);
    assertThat(evaluation.robustAccuracy()).isEqualTo(2 / 6.0);
    assertThat(evaluation.outcomes().stream().map(SampleOutcome::attack))
        .containsExactly(null, "first", "second", null, "first", null);
    assertThat(evaluation.witnesses()).hasSize(3);
  }

  @Test
  void attackIsNotCalledWhereNothingIsLeft() {
    ScriptedAttack<LabelModel> first = breaking("first", List.of(0L, 1L, 2L, 4L, 5L));
    ScriptedAttack<LabelModel> second = breaking("second", List.of());
    Evaluation evaluation =
        Toys.evaluator(Toys.plan(.2, 10, first, second))
            .evaluate(Toys.threshold(), DATA, Journal.none());

    assertThat(second.seen()).isEmpty();
    assertThat(evaluation.attacks().get(1)).isEqualTo(Tally.ZERO);
  }

  @Test
  void batchesKeepToTheBatchSize() {
    ScriptedAttack<LabelModel> attack = breaking("first", List.of());
    Toys.evaluator(Toys.plan(.2, 4, attack)).evaluate(Toys.threshold(), DATA, Journal.none());

    assertThat(attack.seen()).containsExactly(List.of(0L, 1L, 2L), List.of(4L, 5L));
  }

  /** One query a sample and attack until it is broken; the judge's are not the attacks'. */
  @Test
  void queriesOfTheAttacksAreCountedBySample() {
    ScriptedAttack<LabelModel> asking =
        ScriptedAttack.proposing(
            "first",
            (view, batch, threat) -> {
              view.predict(batch.inputs(), batch.draws(0, "once"));
              Batch tail = batch.rows(IntStream.range(1, batch.size()).toArray());
              view.predict(tail.inputs(), tail.draws(0, "and all but the first again"));
              return moved(batch, List.of(1L));
            });
    Evaluation evaluation =
        Toys.evaluator(Toys.plan(.2, 10, asking, breaking("second", List.of(2L))))
            .evaluate(Toys.threshold(), DATA, Journal.none());

    assertThat(evaluation.outcomes().stream().map(SampleOutcome::queries))
        .containsExactly(1L, 2L, 2L, 0L, 2L, 2L);
    assertThat(evaluation.outcomes().stream().map(SampleOutcome::steps))
        .containsExactly(null, 1, 1, null, null, null);
  }

  @Test
  void passesAreCountedExactly() {
    ScriptedAttack<GradientModel> attack =
        ScriptedAttack.of(
            "counted",
            GradientModel.class,
            (view, batch, threat) -> {
              Tensor leaf = Autograd.variable(batch.inputs());
              Tensor logits = view.logitsOnTape(leaf, batch.draws(0, "test"));
              view.gradientKeepingTape(Reductions.sum(logits), leaf);
              Tensor unused = view.gradient(Reductions.sum(logits), leaf);
              view.logits(batch.inputs(), batch.draws(0, "test"));
              view.predict(unused, batch.draws(0, "test"));
              return moved(batch, List.of(1L, 4L));
            });
    Evaluation evaluation =
        Toys.evaluator(Toys.plan(.2, 10, attack)).evaluate(Toys.threshold(), DATA, Journal.none());

    Tally tally = evaluation.attacks().get(0);
    // 5 samples: three forward passes of the attack, one to find suspects, and 2 suspects alone.
    assertThat(tally.forwards()).isEqualTo(5 * 3 + 5 + 2);
    assertThat(tally.backwards()).isEqualTo(5 * 2);
    // All 6 are predicted clean, none of them narrowly.
    assertThat(evaluation.total().forwards()).isEqualTo(6 + tally.forwards());
    assertThat(evaluation.total().backwards()).isEqualTo(5 * 2);
    assertThat(evaluation.total().broken()).isEqualTo(2);
  }
}
