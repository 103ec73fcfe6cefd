package dev.redoubt.attack.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.query.Geometry;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.loss.Margin;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Linf;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ScoreSettingsTest {
  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(BadInputException.class).hasMessage(message);
  }

  @Test
  void badSettingsAreNamed() {
    StepSize step = new StepSize.OfEpsilon(.2);
    refused(() -> new Nes(0), "nes query budget must be at least 1, not 0");
    refused(
        () -> new Nes(9, 7, .1, step, .9, 5, Objective.MARGIN),
        "nes samples must be even and at least 2, not 7");
    refused(
        () -> new Nes(9, 2, 0, step, .9, 5, Objective.MARGIN),
        "nes sigma must be positive and finite, not 0.0");
    refused(
        () -> new Nes(9, 2, .1, step, 1, 5, Objective.MARGIN),
        "nes momentum must lie in [0, 1), not 1.0");
    refused(
        () -> new Nes(9, 2, .1, step, 0, 1, Objective.MARGIN),
        "nes plateau must be at least 2, not 1");
    refused(() -> new Spsa(0), "spsa query budget must be at least 1, not 0");
    refused(
        () -> new Spsa(9, 0, .1, .1, Objective.MARGIN),
        "spsa samples must be even and at least 2, not 0");
    refused(
        () -> new Spsa(9, 2, Double.NaN, .1, Objective.MARGIN),
        "spsa delta must be positive and finite, not NaN");
    refused(
        () -> new Spsa(9, 2, .1, -1, Objective.MARGIN),
        "spsa learning rate must be positive and finite, not -1.0");
    refused(() -> new SimBa(0), "simba query budget must be at least 1, not 0");
    refused(
        () -> new SimBa(9, 0, new SimBa.Basis.Values()),
        "simba step must be positive and finite, not 0.0");
    refused(
        () -> new SimBa.Basis.LowFrequencies(0),
        "simba share of frequencies must lie in (0, 1], not 0.0");
    refused(() -> new SparseRs(0), "sparse-rs query budget must be at least 1, not 0");
    refused(() -> new SparseRs(9, 1.5), "sparse-rs alpha_init must lie in (0, 1], not 1.5");
  }

  @Test
  void settingsAreTheAuthors() {
    assertThat(new Nes().settings())
        .isEqualTo(
            Map.of(
                "queries",
                10_000,
                "samples",
                50,
                "sigma",
                .001,
                "step",
                "0.2 epsilon",
                "momentum",
                .9,
                "plateau",
                5,
                "loss",
                "ce"));
    assertThat(new Spsa().settings())
        .isEqualTo(
            Map.of(
                "queries",
                10_000,
                "samples",
                128,
                "delta",
                .01,
                "learning_rate",
                .01,
                "loss",
                "margin"));
    assertThat(new SimBa().settings())
        .isEqualTo(Map.of("queries", 10_000, "step", .2, "basis", "values"));
    assertThat(SimBa.dct(7).settings()).containsEntry("basis", "dct:0.25");
    assertThat(new SparseRs().settings()).isEqualTo(Map.of("queries", 10_000, "alpha_init", .3));
  }

  /** The same numbers as the losses on tensors. */
  @Test
  void objectivesAreTheLosses() {
    double[] logits = {2, -1, .5, 300, -200, 299, 0, 0, 0, -50, 3, 2.999};
    for (int label : new int[] {0, 1, 2}) {
      double[] margins = new double[4];
      double[] entropies = new double[4];
      Scope.run(
          () -> {
            Tensor rows = Tensors.of(logits, 4, 3);
            Tensor labels = Tensors.ofInts(label, label, label, label);
            System.arraycopy(new Margin().perSample(rows, labels).doubles(), 0, margins, 0, 4);
            System.arraycopy(
                new CrossEntropy().perSample(rows, labels).doubles(), 0, entropies, 0, 4);
          });
      for (int row = 0; row < 4; row++) {
        assertThat(Objective.MARGIN.of(logits, 3 * row, 3, label))
            .isCloseTo(margins[row], within(1e-12));
        assertThat(Objective.CROSS_ENTROPY.of(logits, 3 * row, 3, label))
            .isCloseTo(entropies[row], within(1e-9));
      }
    }
    // Where a probability is 1 to rounding, its logarithm still tells two points apart.
    assertThat(Objective.CROSS_ENTROPY.of(new double[] {60, 0}, 0, 2, 0))
        .isCloseTo(Math.exp(-60), within(1e-40));
  }

  /** Momentum, and half the length where of so many losses the last is below the first. */
  @Test
  void stepsAreHalvedOnPlateaus() {
    Geometry geometry = Geometry.of(new Linf());
    MomentumSteps steps = new MomentumSteps(geometry, 1, 8, 0, 3);
    float[] point = {0};
    List<Double> levels = List.of(1.0, 2.0, 3.0, 2.5, 1.0, 5.0, 6.0, 1.0);
    List<Float> expected = List.of(8f, 16f, 24f, 32f, 36f, 40f, 44f, 46f);
    for (int i = 0; i < levels.size(); i++) {
      steps.move(new double[] {.3}, levels.get(i), point);
      assertThat(point[0]).as("step %d", i).isEqualTo(expected.get(i));
    }
    MomentumSteps heavy = new MomentumSteps(geometry, 1, 1, .9, 3);
    heavy.move(new double[] {1}, 0, point);
    heavy.move(new double[] {-.5}, 0, point);
    assertThat(point[0]).isEqualTo(48f);
    heavy.move(new double[] {-1}, 0, point);
    assertThat(point[0]).isEqualTo(47f);
  }
}
