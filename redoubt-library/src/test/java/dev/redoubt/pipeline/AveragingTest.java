package dev.redoubt.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.attack.Victims;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.pipeline.Ensemble.Combination;
import dev.redoubt.purify.RandomNoise;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Expectation over transformation: on a logistic model under Gaussian noise it is an integral. */
final class AveragingTest {
  private static final float[] W = {6, -3, 2};
  private static final double LENGTH = 7; // of W
  private static final float B = -1.5f;
  private static final float[] X = {0.5f, 0.4f, 0.3f};
  private static final double SIGMA = 0.4;
  private static final int ROWS = 6000;

  private static double sigmoid(double t) {
    return 1 / (1 + Math.exp(-t));
  }

  /** {@code E sigmoid'(w·x + b + σ‖w‖Z)} by the trapezoidal rule, exact to many digits here. */
  private static double expectedSlope() {
    double at = B;
    for (int i = 0; i < W.length; i++) {
      at += W[i] * X[i];
    }
    double step = 1e-3;
    double sum = 0;
    for (double z = -10; z <= 10; z += step) {
      double p = sigmoid(at + SIGMA * LENGTH * z);
      sum += p * (1 - p) * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * step;
    }
    return sum;
  }

  /** Gradients of the mean probability of class 1 at one point, one a sample id. */
  private static double[] gradients(int draws, long firstId) {
    NetworkModel model = Victims.halfSpace(W, B, 0, 1);
    GradientModel view =
        (GradientModel) Pipeline.of(model, new RandomNoise(SIGMA, model.input())).adaptive(draws);
    float[] points = new float[ROWS * W.length];
    for (int i = 0; i < points.length; i++) {
      points[i] = X[i % W.length];
    }
    return Scope.value(
        () -> {
          Tensor leaf = Autograd.variable(Tensors.of(points, ROWS, W.length));
          long[] ids = LongStream.range(firstId, firstId + ROWS).toArray();
          Tensor logits = view.logitsOnTape(leaf, new Draws(2, ids, "eot"));
          Tensor p = Layout.columns(Neural.softmax(logits), 1, 2);
          return view.gradient(Reductions.sum(p), leaf).doubles();
        });
  }

  private record Moments(double mean, double variance) {
    /** Of one coordinate of the gradients. */
    static Moments of(double[] gradients, int coordinate) {
      double sum = 0;
      double squares = 0;
      for (int row = 0; row < ROWS; row++) {
        double value = gradients[row * W.length + coordinate];
        sum += value;
        squares += value * value;
      }
      double mean = sum / ROWS;
      return new Moments(mean, squares / ROWS - mean * mean);
    }
  }

  @Test
  void theGradientOfTheMeanProbabilityIsUnbiasedAndItsVarianceFallsWithTheDraws() {
    double slope = expectedSlope();
    double single = 0;
    for (int draws : new int[] {1, 4, 16}) {
      double[] gradients = gradients(draws, 100_000L * draws);
      for (int i = 0; i < W.length; i++) {
        Moments moments = Moments.of(gradients, i);
        assertThat(moments.mean())
            .isCloseTo(slope * W[i], within(4.5 * Math.sqrt(moments.variance() / ROWS)));
      }
      double variance = Moments.of(gradients, 0).variance();
      single = draws == 1 ? variance : single;
      assertThat(draws * variance / single).isBetween(0.88, 1.12);
    }
  }

  @Test
  void aRowDoesNotDependOnItsBatch() {
    GradientModel view =
        (GradientModel)
            Pipeline.of(
                    Toys.smooth(),
                    new RandomNoise(0.1, Toys.INPUT),
                    Toys.Copies.noisy(3, Combination.MEAN_PROBABILITY))
                .adaptive(4);
    int rows = 4;
    Scope.run(
        () -> {
          Tensor x = Tensors.of(Toys.points(rows), rows, Toys.FEATURES);
          double[] together = view.logits(x, Toys.draws(rows)).doubles();
          for (int row = 0; row < rows; row++) {
            double[] alone = view.logits(Layout.rows(x, row), Toys.draws(rows).rows(row)).doubles();
            int from = row * Toys.CLASSES;
            assertThat(alone)
                .containsExactly(
                    Arrays.copyOfRange(together, from, from + Toys.CLASSES), within(1e-5));
          }
        });
  }

  /** Keeps what the classifier is given. */
  private record Watched(NetworkModel model, List<float[]> given) implements GradientModel {
    @Override
    public String name() {
      return model.name();
    }

    @Override
    public InputSpec input() {
      return model.input();
    }

    @Override
    public int classes() {
      return model.classes();
    }

    @Override
    public Declaration declares() {
      return model.declares();
    }

    @Override
    public Tensor logits(Tensor x, Draws draws) {
      given.add(x.floats());
      return model.logits(x, draws);
    }

    @Override
    public Tensor logitsOnTape(Tensor x, Draws draws) {
      throw new AssertionError("not asked for gradients");
    }
  }

  /**
   * An ensemble of equal copies around one with noise, seen by one who averages: only if all draws
   * are others are all points others.
   */
  @Test
  void copiesOfCopiesHaveDrawsOfTheirOwn() {
    List<float[]> given = new ArrayList<>();
    Toys.Copies equal =
        new Toys.Copies(
            3, Combination.MEAN_PROBABILITY, Declaration.PLAIN, (x, draws) -> Layout.copies(x, 3));
    GradientModel view =
        (GradientModel)
            Pipeline.of(
                    new Watched(Toys.smooth(), given),
                    equal,
                    Toys.Copies.noisy(4, Combination.MEAN_PROBABILITY))
                .adaptive(5);
    assertThat(view.passes()).isEqualTo(60);
    int rows = 2;
    Scope.run(
        () -> {
          Tensor x = Tensors.of(Toys.points(rows), rows, Toys.FEATURES);
          view.logits(x, Toys.draws(rows));
        });
    assertThat(given).hasSize(1);
    float[] all = given.get(0);
    assertThat(all).hasSize(60 * rows * Toys.FEATURES);
    Set<Float> first = new HashSet<>();
    for (int i = 0; i < 60 * rows; i++) {
      first.add(all[i * Toys.FEATURES]);
    }
    assertThat(first).hasSize(60 * rows);
  }

  @Test
  void oneDrawIsThePipelineAsItIsDeployed() {
    Pipeline pipeline = Pipeline.of(Toys.smooth(), new RandomNoise(0.1, Toys.INPUT));
    int rows = 3;
    Scope.run(
        () -> {
          Tensor x = Tensors.of(Toys.points(rows), rows, Toys.FEATURES);
          Tensor seen = ((GradientModel) pipeline.adaptive(1)).logits(x, Toys.draws(rows));
          assertThat(Reductions.argmax(seen, 1).ints())
              .containsExactly(pipeline.deployed().predict(x, Toys.draws(rows)).ints());
        });
  }
}
