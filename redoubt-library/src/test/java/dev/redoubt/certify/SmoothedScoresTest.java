package dev.redoubt.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.certify.smoothing.Ablation;
import dev.redoubt.certify.smoothing.GaussianSmoothing;
import dev.redoubt.certify.smoothing.Smoothing;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.Pointwise;
import dev.redoubt.pipeline.MeanPrediction;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The view of a smoothed classifier that attacks climb, against means computed one by one. */
final class SmoothedScoresTest {
  private static final int FEATURES = 5;
  private static final int CLASSES = 3;
  private static final InputSpec INPUT = new InputSpec(List.of(FEATURES), 0, 1);
  private static final Smoothing GAUSSIAN = new GaussianSmoothing(0.4);
  private static final int ROWS = 3;
  private static final Draws DRAWS = new Draws(7, new long[] {4, 9, 2}, "attack");

  static Stream<Smoothing> smoothings() {
    return Stream.of(GAUSSIAN, new Ablation(2, List.of(FEATURES), 0.5));
  }

  /** A smooth classifier whose probabilities are far from equal. */
  private static NetworkModel model() {
    Graph graph =
        Graph.builder()
            .then("fc1", new Linear(FEATURES, 6))
            .then("tanh", new Pointwise(Pointwise.Function.TANH))
            .then("fc2", new Linear(6, CLASSES))
            .build();
    Map<String, float[]> weights = new HashMap<>(Network.create(graph, 3).values());
    weights.values().forEach(SmoothedScoresTest::enlarge);
    return new NetworkModel("smooth", Network.of(graph, weights), INPUT, CLASSES);
  }

  private static void enlarge(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= 4;
    }
  }

  private static float[] points() {
    float[] values = new float[ROWS * FEATURES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i * 7 % 11) / 11f;
    }
    return values;
  }

  private static double[] softmax(double[] logits) {
    double[] result = Arrays.stream(logits).map(Math::exp).toArray();
    double sum = Arrays.stream(result).sum();
    return Arrays.stream(result).map(value -> value / sum).toArray();
  }

  @ParameterizedTest
  @MethodSource("smoothings")
  void logitsAreTheLogarithmOfTheMeanPredictionAtChangesOfEachRow(Smoothing smoothing) {
    int m = 4;
    NetworkModel model = model();
    SmoothedScores scores = new SmoothedScores(model, smoothing, m);
    Draws keyed = DRAWS.of("smoothing").copies(m);
    Scope.run(
        () -> {
          double[] expected = new double[ROWS * CLASSES];
          for (int row = 0; row < ROWS; row++) {
            double[] mean = new double[CLASSES];
            for (int copy = 0; copy < m; copy++) {
              float[] point =
                  Arrays.copyOfRange(points(), row * FEATURES, row * FEATURES + FEATURES);
              smoothing.randomize(point, keyed.stream(copy * ROWS + row));
              double[] p =
                  softmax(model.logits(Tensors.of(point, 1, FEATURES), Draws.NONE).doubles());
              for (int c = 0; c < CLASSES; c++) {
                mean[c] += p[c] / m;
              }
            }
            for (int c = 0; c < CLASSES; c++) {
              expected[row * CLASSES + c] = Math.log(mean[c]);
            }
          }
          Tensor x = Tensors.of(points(), ROWS, FEATURES);
          assertThat(scores.logits(x, DRAWS).doubles()).containsExactly(expected, within(1e-5));
          assertThat(scores.logitsOnTape(x, DRAWS).doubles())
              .containsExactly(expected, within(1e-5));
        });
  }

  @ParameterizedTest
  @MethodSource("smoothings")
  void gradientsAreThoseOfTheMeanUnderTheSameDraws(Smoothing smoothing) {
    double[] weights = {0.7, -1.3, 0.4, 1.1, -0.2, -0.9, 0.5, 0.3, 1.9};
    double step = 1e-5;
    Scope.run(
        () -> {
          SmoothedScores scores =
              new SmoothedScores(model().inDoublePrecision().orElseThrow(), smoothing, 6);
          Tensor coefficients = Tensors.of(weights, ROWS, CLASSES);
          Tensor x = Tensors.of(points(), ROWS, FEATURES).to(DType.FLOAT64);
          Tensor leaf = Autograd.variable(x);
          Tensor value = Reductions.sum(scores.logitsOnTape(leaf, DRAWS).times(coefficients));
          double[] gradient = scores.gradient(value, leaf).doubles();
          double[] at = x.doubles();
          double[] slopes = new double[at.length];
          for (int i = 0; i < at.length; i++) {
            double[] up = at.clone();
            double[] down = at.clone();
            up[i] += step;
            down[i] -= step;
            slopes[i] =
                (weighted(scores, up, coefficients) - weighted(scores, down, coefficients))
                    / (2 * step);
          }
          assertThat(gradient).containsExactly(slopes, within(1e-6));
          assertThat(Arrays.stream(gradient).map(Math::abs).max().orElse(0)).isGreaterThan(0.1);
        });
  }

  private static double weighted(SmoothedScores scores, double[] x, Tensor coefficients) {
    return Scope.value(
        () ->
            Reductions.sum(scores.logits(Tensors.of(x, ROWS, FEATURES), DRAWS).times(coefficients))
                .item());
  }

  /**
   * Few draws and many give the same mean in the long run, and m of them a variance m times as
   * small: they are independent.
   */
  @Test
  void meanPredictionIsUnbiasedWhateverTheNumberOfDraws() {
    Moments one = moments(1, 8_000, 0);
    Moments sixteen = moments(16, 8_000, 100_000);
    Moments reference = moments(1, 60_000, 200_000);
    for (Moments moments : List.of(one, sixteen)) {
      double error = Math.hypot(moments.error(), reference.error());
      assertThat(moments.mean()).isCloseTo(reference.mean(), within(4.5 * error));
    }
    assertThat(16 * sixteen.variance() / one.variance()).isBetween(0.9, 1.1);
  }

  /** Of the first class's mean prediction over many rows that are alike but for their ids. */
  private static Moments moments(int m, int rows, long firstId) {
    return Scope.value(
        () -> {
          float[] values = new float[rows * FEATURES];
          Arrays.fill(values, 0.4f);
          long[] ids = LongStream.range(firstId, firstId + rows).toArray();
          double[] logits =
              new SmoothedScores(model(), GAUSSIAN, m)
                  .logits(Tensors.of(values, rows, FEATURES), new Draws(1, ids, "many"))
                  .doubles();
          double sum = 0;
          double squares = 0;
          for (int row = 0; row < rows; row++) {
            double p = Math.exp(logits[row * CLASSES]);
            sum += p;
            squares += p * p;
          }
          return new Moments(sum / rows, squares / rows - sum / rows * (sum / rows), rows);
        });
  }

  private record Moments(double mean, double variance, int count) {
    double error() {
      return Math.sqrt(variance / count);
    }
  }

  @Test
  void aRowDoesNotDependOnItsBatchAndChangesWithThePurposeOfTheCall() {
    SmoothedScores scores = new SmoothedScores(model(), GAUSSIAN, 5);
    Scope.run(
        () -> {
          Tensor x = Tensors.of(points(), ROWS, FEATURES);
          double[] together = scores.logits(x, DRAWS.of("step-0")).doubles();
          for (int row = 0; row < ROWS; row++) {
            Tensor alone =
                Tensors.of(
                    Arrays.copyOfRange(points(), row * FEATURES, row * FEATURES + FEATURES),
                    1,
                    FEATURES);
            assertThat(scores.logits(alone, DRAWS.of("step-0").rows(row)).doubles())
                .containsExactly(
                    Arrays.copyOfRange(together, row * CLASSES, row * CLASSES + CLASSES),
                    within(1e-5));
          }
          double[] next = scores.logits(x, DRAWS.of("step-1")).doubles();
          for (int i = 0; i < next.length; i++) {
            assertThat(Math.abs(next[i] - together[i])).isGreaterThan(1e-3);
          }
        });
  }

  @Test
  void saysThatItIsRandomAndHowToDifferentiateIt() {
    SmoothedScores scores = new SmoothedScores(model(), GAUSSIAN, 2);
    assertThat(scores.declares().random()).isTrue();
    assertThat(scores.declares().backward()).isEqualTo(model().declares().backward());
    assertThat(scores.input()).isEqualTo(INPUT);
    assertThat(scores.classes()).isEqualTo(CLASSES);
    assertThatThrownBy(() -> new SmoothedScores(model(), GAUSSIAN, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("at least 1 draw");
  }

  @Test
  void meanPredictionIsFiniteWhereProbabilitiesVanish() {
    Scope.run(
        () -> {
          Tensor logits = Tensors.of(new float[] {0, 500, 0, 400}, 2, 2);
          assertThat(MeanPrediction.logarithm(logits, 2).doubles())
              .containsExactly(new double[] {-400 - Math.log(2), 0}, within(1e-3));
        });
  }
}
