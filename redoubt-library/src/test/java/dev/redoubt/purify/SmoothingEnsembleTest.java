package dev.redoubt.purify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Victims;
import dev.redoubt.certify.smoothing.GaussianSmoothing;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A smoothed half-space, {@code x > .5}: noise crosses its boundary with a known probability. */
final class SmoothingEnsembleTest {
  private static final double SIGMA = 0.2;
  private static final GaussianSmoothing NOISE = new GaussianSmoothing(SIGMA);
  private static final NetworkModel MODEL = Victims.halfSpace(new float[] {8}, -4, 0, 1);
  private static final InputSpec INPUT = MODEL.input();

  private static Draws draws(int rows) {
    return new Draws(5, LongStream.range(0, rows).toArray(), "smooth");
  }

  private static Pipeline pipeline(int copies) {
    return Pipeline.of(MODEL, new SmoothingEnsemble(NOISE, copies, INPUT));
  }

  /** The points of a row under its draws, as the pipeline hands them to its first stage. */
  private static double[] changed(double x, int rows, int row, int copies) {
    return changed(x, rows, row, copies, draws(rows).of("stage-0").copies(copies));
  }

  private static double[] changed(double x, int rows, int row, int copies, Draws keyed) {
    double[] points = new double[copies];
    for (int copy = 0; copy < copies; copy++) {
      float[] point = {(float) x};
      NOISE.randomize(point, keyed.stream(copy * rows + row));
      points[copy] = point[0];
    }
    return points;
  }

  @Test
  void predictsTheMajorityOfItsDraws() {
    int rows = 200;
    int copies = 25;
    float[] x = new float[rows];
    for (int row = 0; row < rows; row++) {
      x[row] = 0.4f + 0.2f * row / rows;
    }
    int[] predicted =
        Scope.value(
            () -> pipeline(copies).deployed().predict(Tensors.of(x, rows, 1), draws(rows)).ints());
    int ones = 0;
    for (int row = 0; row < rows; row++) {
      long above =
          Arrays.stream(changed(x[row], rows, row, copies)).filter(point -> point > 0.5).count();
      assertThat(predicted[row]).isEqualTo(above > copies / 2 ? 1 : 0);
      ones += predicted[row];
    }
    assertThat(ones).isBetween(60, 140);
  }

  /** The share of votes is exp of the deployed logits, and has the mean Φ(d/σ). */
  @Test
  void classesGetTheVotesThatTheirProbabilityForesees() {
    int rows = 400;
    int copies = 50;
    double distance = 0.1;
    float[] x = new float[rows];
    Arrays.fill(x, (float) (0.5 + distance));
    ScoreModel deployed = (ScoreModel) pipeline(copies).deployed();
    double[] logits =
        Scope.value(() -> deployed.logits(Tensors.of(x, rows, 1), draws(rows)).doubles());
    double mean = 0;
    for (int row = 0; row < rows; row++) {
      mean += Math.exp(logits[2 * row + 1]) / rows;
    }
    double p = NormalDistribution.of(0, 1).cumulativeProbability(distance / SIGMA);
    assertThat(mean).isCloseTo(p, within(4.5 * Math.sqrt(p * (1 - p) / (rows * copies))));
  }

  /** Of as many draws as the attacker takes, whatever number is deployed. */
  @Test
  void anAttackerSeesTheLogarithmOfTheMeanProbability() {
    int rows = 3;
    int copies = 7;
    float[] x = {0.3f, 0.55f, 0.9f};
    GradientModel view = (GradientModel) pipeline(100).adaptive(copies);
    assertThat(view.passes()).isEqualTo(copies);
    Draws keyed = draws(rows).copies(copies).of("stage-0").copies(1);
    double[] logits = Scope.value(() -> view.logits(Tensors.of(x, rows, 1), draws(rows)).doubles());
    for (int row = 0; row < rows; row++) {
      double mean =
          Arrays.stream(changed(x[row], rows, row, copies, keyed))
              .map(point -> 1 / (1 + Math.exp(-(8 * point - 4))))
              .average()
              .orElseThrow();
      assertThat(logits[2 * row]).isCloseTo(Math.log(1 - mean), within(1e-5));
      assertThat(logits[2 * row + 1]).isCloseTo(Math.log(mean), within(1e-5));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4097})
  void otherNumbersOfDrawsAreRefused(int copies) {
    assertThatThrownBy(() -> new SmoothingEnsemble(NOISE, copies, INPUT))
        .isInstanceOf(BadInputException.class)
        .hasMessage("smooth wants from 1 to 4096 draws a prediction, not " + copies);
  }

  @Test
  void saysWhatItIs() {
    SmoothingEnsemble stage = new SmoothingEnsemble(NOISE, 9, INPUT);
    assertThat(stage.declares()).isEqualTo(new Declaration(new Declaration.Backward.Exact(), true));
    assertThat(stage.settings().keySet()).containsAll(List.of("smoothing", "sigma", "copies"));
    assertThat(stage.name()).isEqualTo("smooth");
  }
}
