package dev.redoubt.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Fgsm;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.data.Dataset;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.ThreatModel;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Robust accuracy along a grid of budgets. */
class CurveTest {
  private static final Dataset DATA = Toys.spread(40);

  private static Evaluation run(
      Attack<?> attack, double epsilon, List<Double> grid, int samples, int batchSize, long seed) {
    Plan plan =
        new Plan(
            new ThreatModel(new Linf(), epsilon), List.of(attack), grid, samples, batchSize, seed);
    return Toys.evaluator(plan).evaluate(Toys.threshold(), DATA, Journal.none());
  }

  /** Of the first samples, those of the right label that are farther than ε from the boundary. */
  private static double closedForm(double epsilon, int samples) {
    int robust = 0;
    for (int i = 0; i < samples; i++) {
      float[] point = new float[2];
      DATA.read(i, point, 0);
      boolean right = (point[0] > .5f) == (DATA.label(i) == 1);
      robust += right && Math.abs(point[0] - .5) > epsilon ? 1 : 0;
    }
    return robust / (double) samples;
  }

  @Test
  void matchesTheClosedFormOfALinearModel() {
    List<Double> grid = List.of(1e-6, .07, .12, .2, .31, .44, .6);
    Evaluation evaluation = run(new Fgsm(), .2, grid, 40, 7, 0);

    assertThat(evaluation.curve())
        .containsExactlyElementsOf(grid.stream().map(e -> closedForm(e, 40)).toList());
    assertThat(evaluation.curve().get(0)).isEqualTo(evaluation.cleanAccuracy());
    assertThat(evaluation.curve().get(3)).isEqualTo(evaluation.robustAccuracy());
    assertThat(evaluation.curve().get(6)).isZero();
    assertThat(evaluation.cleanAccuracy()).isEqualTo(.9);
  }

  @Test
  void isMeasuredOnTheFirstSamplesOnly() {
    List<Double> grid = List.of(.07, .2, .31);
    Evaluation evaluation = run(new Fgsm(), .2, grid, 25, 10, 0);

    assertThat(evaluation.curveSamples()).isEqualTo(25);
    assertThat(evaluation.curve())
        .containsExactlyElementsOf(grid.stream().map(e -> closedForm(e, 25)).toList());
  }

  @Property(tries = 15)
  void neverRisesThoughTheAttackGoesByLuck(
      @ForAll @DoubleRange(min = .02, max = .5) double epsilon,
      @ForAll @IntRange(max = 10_000) int seed) {
    List<Double> grid = List.of(.01, .05, .1, .15, .2, .25, .3, .4, .5, .7);
    Evaluation evaluation = run(new UniformNoise(1), epsilon, grid, 40, 40, seed);

    assertThat(evaluation.curve()).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(evaluation.curve().get(0)).isLessThanOrEqualTo(evaluation.cleanAccuracy());
    assertThat(evaluation.robustAccuracy()).isLessThanOrEqualTo(evaluation.cleanAccuracy());
    for (int i = 0; i < grid.size(); i++) {
      double robust = evaluation.curve().get(i);
      if (grid.get(i) < epsilon) {
        assertThat(robust).isGreaterThanOrEqualTo(evaluation.robustAccuracy());
      } else {
        assertThat(robust).isLessThanOrEqualTo(evaluation.robustAccuracy());
      }
    }
  }
}
