package dev.redoubt.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.UniformNoise;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.evaluate.flag.Flag;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.DoublePrecision;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that give labels only, that are random, and that compute differently in fp64. */
class UnusualModelsTest {
  /** A black box; class 1 where the first feature is above .5, as in a table. */
  private static class Lookup implements LabelModel {
    @Override
    public String name() {
      return "lookup";
    }

    @Override
    public InputSpec input() {
      return Toys.PLANE;
    }

    @Override
    public int classes() {
      return 2;
    }

    @Override
    public Declaration declares() {
      return Declaration.OPAQUE;
    }

    @Override
    public Tensor predict(Tensor x, Draws draws) {
      float[] values = x.floats();
      int[] classes = new int[x.rows()];
      for (int row = 0; row < classes.length; row++) {
        classes[row] = values[2 * row] > .5f ? 1 : 0;
      }
      return Tensors.ofInts(classes);
    }
  }

  /** Wrong with the probability that stands in the second feature. */
  private static final class Coin extends Lookup {
    @Override
    public Declaration declares() {
      return new Declaration(new Declaration.Backward.None(), true);
    }

    @Override
    public Tensor predict(Tensor x, Draws draws) {
      float[] values = x.floats();
      int[] classes = super.predict(x, draws).ints();
      for (int row = 0; row < classes.length; row++) {
        boolean wrong = draws.stream(row).uniform() < values[2 * row + 1];
        classes[row] = wrong ? 1 - classes[row] : classes[row];
      }
      return Tensors.ofInts(classes);
    }
  }

  /** In fp64, the boundary lies elsewhere. */
  private static final class Rounded extends Lookup implements DoublePrecision {
    private final int nearby;

    /**
     * @param nearby what fp64 says between the two boundaries
     */
    Rounded(int nearby) {
      this.nearby = nearby;
    }

    @Override
    public Optional<LabelModel> inDoublePrecision() {
      return Optional.of(
          new Lookup() {
            @Override
            public Tensor predict(Tensor x, Draws draws) {
              double[] values = x.doubles();
              return Tensors.ofInts(values[0] > .51 ? 1 : nearby);
            }
          });
    }
  }

  /** Has no finite scores beyond the middle. */
  private static final class Overflowing extends Lookup implements ScoreModel {
    @Override
    public Tensor logits(Tensor x, Draws draws) {
      float[] values = x.floats();
      float[] logits = new float[values.length];
      for (int row = 0; row < x.rows(); row++) {
        logits[2 * row] = values[2 * row] > .5f ? Float.NaN : 1;
        logits[2 * row + 1] = values[2 * row] > .5f ? Float.NaN : 0;
      }
      return Tensors.of(logits, x.rows(), 2);
    }
  }

  @Test
  void pointWithoutFiniteLogitsIsNoWitness() {
    Evaluation evaluation = proposing(new Overflowing(), 1, .9f, 0);

    assertThat(evaluation.outcomes().get(0).status()).isEqualTo(Status.SURVIVED);
  }

  private static Evaluation proposing(LabelModel model, double epsilon, float... point) {
    ScriptedAttack<?> attack =
        ScriptedAttack.proposing("scripted", (view, batch, threat) -> Tensors.of(point, 1, 2));
    return Toys.evaluator(Toys.plan(epsilon, 10, attack))
        .evaluate(model, Toys.points(new int[] {0}, .45f, 0), Journal.none());
  }

  @Test
  void blackBoxIsEvaluatedByLabelsAlone() {
    Dataset data = Toys.spread(50);
    Evaluation evaluation =
        Toys.evaluator(Toys.plan(.3, 20, new UniformNoise(20)))
            .evaluate(new Lookup(), data, Journal.none());

    assertThat(evaluation.cleanAccuracy()).isEqualTo(.9);
    for (SampleOutcome outcome : evaluation.outcomes()) {
      float[] point = new float[2];
      data.read((int) outcome.id(), point, 0);
      double margin = Math.abs(point[0] - .5);
      if (outcome.status() == Status.BROKEN) {
        assertThat(outcome.distance()).isBetween(margin - 1e-6, .3 + 1e-6);
      } else if (outcome.status() == Status.SURVIVED) {
        assertThat(margin).isGreaterThan(.1);
      }
    }
    assertThat(evaluation.attacks().get(0).broken()).isPositive();
  }

  @ParameterizedTest(name = "wrong with probability {0}")
  @CsvSource({"0, SURVIVED", ".3, SURVIVED", ".7, BROKEN", "1, BROKEN"})
  void randomModelIsBrokenByTheMajorityOfItsVotes(float wrong, Status status) {
    Evaluation evaluation = proposing(new Coin(), 1, .45f, wrong);

    assertThat(evaluation.outcomes().get(0).status()).isEqualTo(status);
    assertThat(evaluation.outcomes().get(0).cleanPrediction()).isZero();
  }

  @Test
  void randomModelIsAskedAHundredTimesForEachVerdict() {
    Evaluation evaluation = proposing(new Coin(), 1, .45f, 1);

    assertThat(evaluation.total().forwards()).isEqualTo(200);
  }

  @Test
  void votesAreKeptWithTheirInterval() {
    Vote on = Objects.requireNonNull(proposing(new Coin(), 1, .45f, .7f).outcomes().get(0).vote());
    assertThat(on.draws()).isEqualTo(100);
    assertThat(on.wrong()).isBetween(55, 85);
    assertThat(on.low()).isLessThan(on.wrong() / 100.0);
    assertThat(on.high()).isGreaterThan(on.wrong() / 100.0);
    Vote clean = proposing(new Coin(), 1, .45f, .3f).outcomes().get(0).vote();
    assertThat(clean).isEqualTo(Vote.of(0, 100)); // of the clean sample, which is never wrong
    assertThat(proposing(new Lookup(), 1, .45f, 0).outcomes().get(0).vote()).isNull();
    // About one half: said by a flag.
    Evaluation close = proposing(new Coin(), 1, .45f, .57f);
    assertThat(close.flags()).extracting(Flag::kind).containsExactly(Flag.Kind.CLOSE_VOTES);
  }

  @ParameterizedTest(name = "witness at {0}")
  @CsvSource({".505, 0, true", ".505, -1, true", ".52, 0, false"})
  void witnessThatHoldsInFp32OnlyIsFragile(float first, int inDouble, boolean fragile) {
    SampleOutcome outcome = proposing(new Rounded(inDouble), .1, first, 0).outcomes().get(0);

    assertThat(outcome.status()).isEqualTo(Status.BROKEN);
    assertThat(outcome.fragile()).isEqualTo(fragile);
  }
}
