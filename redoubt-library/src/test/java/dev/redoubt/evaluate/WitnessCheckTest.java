package dev.redoubt.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Victims;
import dev.redoubt.data.Batch;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.DoublePrecision;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.ThreatModel;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A second look, without a run. */
final class WitnessCheckTest {
  private static final ThreatModel THREAT = new ThreatModel(new Linf(), .1);

  /** At (.45, 0), class 0; the boundary is at .5. */
  private static Batch sample() {
    return Victims.batch(new float[] {.45f, 0}, 0);
  }

  private static Optional<WitnessCheck.Finding> look(LabelModel model, long seed, float... point) {
    return Scope.value(
        () ->
            new WitnessCheck(Pipeline.of(model), THREAT, seed)
                .of(sample(), Tensors.of(point, 1, 2)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "too far,             .55002,   0",
    "too far on the side, .53,      .11",
    "below the box,       .53,      -.01",
    "not a number,        .53,      NaN",
    "not a number where it counts, NaN, 0",
    "infinite,            Infinity, 0",
    "right,               .49,      .1",
  })
  void whatDoesNotHoldIsNothing(String why, float first, float second) {
    assertThat(look(Toys.threshold(), 1, first, second)).as(why).isEmpty();
  }

  @Test
  void whatHoldsIsMeasured() {
    WitnessCheck.Finding found = look(Toys.threshold(), 1, .53f, .02f).orElseThrow();
    assertThat(found.prediction()).isEqualTo(1);
    assertThat(found.distance()).isEqualTo((double) .53f - (double) .45f);
    assertThat(found.fragile()).isFalse();
    assertThat(found.vote()).isNull();
    float tolerated = .45f + .1f + 5e-7f;
    assertThat(look(Toys.threshold(), 1, tolerated, 0)).isPresent();
  }

  /** The threshold, which in fp64 lies elsewhere. */
  private record Apart(double fp32, double fp64) implements ScoreModel, DoublePrecision {
    @Override
    public String name() {
      return "apart";
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
    public Tensor logits(Tensor x, Draws draws) {
      double[] values = x.doubles();
      double[] logits = new double[values.length];
      for (int i = 0; i < values.length; i += 2) {
        logits[i + 1] = values[i] - (x.dtype() == DType.FLOAT64 ? fp64 : fp32);
      }
      return Tensors.of(logits, values.length / 2, 2).like(x);
    }

    @Override
    public Optional<LabelModel> inDoublePrecision() {
      return Optional.of(this);
    }
  }

  @Test
  void whereFp64DisagreesAWitnessIsFragile() {
    assertThat(look(new Apart(.5, .54), 1, .53f, 0).orElseThrow().fragile()).isTrue();
    assertThat(look(new Apart(.5, .52), 1, .53f, 0).orElseThrow().fragile()).isFalse();
    assertThat(look(new Apart(.54, .5), 1, .53f, 0)).isEmpty();
  }

  /** Class 1 with the probability that the first feature is. */
  private record Coin() implements LabelModel {
    @Override
    public String name() {
      return "coin";
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
      return new Declaration(new Declaration.Backward.None(), true);
    }

    @Override
    public Tensor predict(Tensor x, Draws draws) {
      double[] chances = draws.uniformPerSample(x).doubles();
      double[] values = x.doubles();
      int[] classes = new int[chances.length];
      for (int row = 0; row < classes.length; row++) {
        classes[row] = chances[row] < values[2 * row] ? 1 : 0;
      }
      return Tensors.ofInts(classes);
    }
  }

  private static Vote vote(long seed) {
    return Scope.value(
        () -> {
          Batch even = Victims.batch(new float[] {.6f, 0}, 0);
          WitnessCheck check = new WitnessCheck(Pipeline.of(new Coin()), THREAT, seed);
          return Objects.requireNonNull(check.of(even, even.inputs()).orElseThrow().vote());
        });
  }

  @Test
  void aRandomModelVotesAndOtherSeedsAskForOtherVotes() {
    Vote first = vote(1);
    assertThat(vote(1)).isEqualTo(first);
    assertThat(first.draws()).isEqualTo(100);
    assertThat(first.wrong()).isGreaterThan(50);
    assertThat(vote(2)).isNotEqualTo(first);
    assertThat(look(new Coin(), 1, .38f, 0)).as("38 % are no majority").isEmpty();
  }

  @Test
  void cleanPredictionsAreJudgedAlike() {
    Scope.run(
        () -> {
          WitnessCheck check = new WitnessCheck(Pipeline.of(Toys.threshold()), THREAT, 1);
          Batch two = Victims.batch(new float[] {.2f, 0, .8f, 0}, 0, 0);
          assertThat(check.clean(two)).containsExactly(0, 1);
          Batch outside = Victims.batch(new float[] {.2f, 1.1f}, 0);
          assertThatThrownBy(() -> check.clean(outside))
              .isInstanceOf(BadInputException.class)
              .hasMessageContaining("1.1");
        });
  }
}
