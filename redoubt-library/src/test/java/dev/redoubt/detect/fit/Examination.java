package dev.redoubt.detect.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.detect.Score;
import dev.redoubt.detect.score.LayerVectors;
import dev.redoubt.model.FeatureModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.Observation;
import dev.redoubt.pipeline.DifferentiableRest;
import dev.redoubt.pipeline.Rest;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.testing.FiniteDifferences;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;

/** What every score of layers must pass. */
final class Examination {
  private Examination() {}

  /** The scores of some samples, as deployed: off the tape. */
  static double[] scores(FeatureModel model, Score score, Dataset samples, int... rows) {
    return Scope.value(
        () -> {
          Batch batch = Batch.read(samples, rows, Device.CPU);
          return Autograd.noGrad(() -> score(model, score, batch.inputs(), batch.draws(1, "")))
              .doubles();
        });
  }

  /** The scores of all samples. */
  static double[] scores(FeatureModel model, Score score, Dataset samples) {
    return scores(model, score, samples, IntStream.range(0, samples.size()).toArray());
  }

  /** The score at x, on its tape. */
  static Tensor score(FeatureModel model, Score score, Tensor x, Draws draws) {
    Rest rest = new DifferentiableRest(model);
    return score.of(rest.observe(x, score.layers(), draws), rest, x, draws);
  }

  /** One layer's vectors of all samples, as doubles. */
  static double[][] vectors(Lessons lessons, Dataset samples, String layer) {
    return Scope.value(
        () -> rows(Features.of(lessons, samples, Set.of(layer), LayerVectors::of, "").of(layer)));
  }

  /** A matrix as rows. */
  static double[][] rows(Tensor matrix) {
    double[] flat = matrix.doubles();
    int width = (int) matrix.size(1);
    double[][] rows = new double[flat.length / width][width];
    for (int r = 0; r < rows.length; r++) {
      System.arraycopy(flat, r * width, rows[r], 0, width);
    }
    return rows;
  }

  /** Singles, and the same rows in another order and company, score as they do together. */
  static void assertThatRowsStandForThemselves(FeatureModel model, Score score, Dataset samples) {
    double[] together = scores(model, score, samples, 0, 1, 2, 3, 4, 5, 6);
    double[] others = scores(model, score, samples, 9, 3, 20, 0, 8);
    assertThat(others[1]).isCloseTo(together[3], near(together[3]));
    assertThat(others[3]).isCloseTo(together[0], near(together[0]));
    for (int row = 0; row < together.length; row++) {
      assertThat(scores(model, score, samples, row)[0])
          .isCloseTo(together[row], near(together[row]));
    }
    assertThat(IntStream.range(0, 7).mapToDouble(row -> together[row]).distinct().count())
        .isGreaterThan(3);
  }

  private static Offset<Double> near(double value) {
    return within(2e-4 * Math.max(1, Math.abs(value)));
  }

  /** The made-again score gives the same bits. */
  static void assertThatItIsTheSame(FeatureModel model, Score score, Score again, Dataset samples) {
    assertThat(scores(model, again, samples)).containsExactly(scores(model, score, samples));
    assertThat(again.settings()).isEqualTo(score.settings());
    assertThat(again.layers()).isEqualTo(score.layers());
  }

  /** The tape's gradient is that of central differences, in fp64. */
  static void assertThatItsGradientIsRight(
      NetworkModel model, Score score, Dataset samples, int... rows) {
    NetworkModel twin = model.inDoublePrecision().orElseThrow();
    Scope.run(
        () -> {
          Batch batch = Batch.read(samples, rows, Device.CPU);
          Draws draws = batch.draws(1, "");
          Tensor at = batch.inputs().to(DType.FLOAT64);
          Tensor leaf = Autograd.variable(at);
          double[] slopes =
              Autograd.grad(Reductions.sum(score(twin, score, leaf, draws)), leaf).doubles();
          double[] ones = new double[rows.length];
          Arrays.fill(ones, 1);
          double[] expected =
              FiniteDifferences.gradient(
                  x -> score(twin, score, x, draws), ones, at.doubles(), 1e-6, at.shape());
          double largest = 0;
          for (double slope : expected) {
            largest = Math.max(largest, Math.abs(slope));
          }
          assertThat(largest).isPositive();
          assertThat(slopes).containsExactly(expected, within(1e-4 * largest));
        });
  }

  /** All values of all layers moved by 4, then by 40: no clean sample scores as high. */
  static void assertThatFartherFeaturesAreMoreSuspicious(
      FeatureModel model, Score score, Dataset samples) {
    Scope.run(
        () -> {
          int[] rows = IntStream.range(0, samples.size()).toArray();
          Batch batch = Batch.read(samples, rows, Device.CPU);
          Draws draws = batch.draws(1, "");
          Rest rest = new DifferentiableRest(model);
          Observation seen = rest.observe(batch.inputs(), score.layers(), draws);
          double[] before = score.of(seen, rest, batch.inputs(), draws).doubles();
          double most = Arrays.stream(before).max().orElseThrow();
          for (double distance : new double[] {4, 40}) {
            Map<String, Tensor> moved = new HashMap<>();
            seen.features().forEach((name, values) -> moved.put(name, values.plus(distance)));
            Observation far = new Observation(seen.logits(), moved);
            double[] after = score.of(far, rest, batch.inputs(), draws).doubles();
            assertThat(Arrays.stream(after).min().orElseThrow()).isGreaterThan(most);
            most = Arrays.stream(after).max().orElseThrow();
          }
        });
  }

  /** Inputs far beyond all that was seen, on which units saturate, score finitely. */
  static void assertThatItStaysFinite(FeatureModel model, Score score) {
    int features = model.input().features();
    for (double size : new double[] {0, 1, 1e3, 1e8, -1e8, 1e16}) {
      float[] values = new float[2 * features];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (size * (i % 3 == 0 ? 1 : .3));
      }
      Scope.run(
          () -> {
            long[] shape = new long[model.input().shape().size() + 1];
            shape[0] = 2;
            for (int i = 1; i < shape.length; i++) {
              shape[i] = model.input().shape().get(i - 1);
            }
            Tensor x = Layout.reshape(Tensors.of(values, values.length), shape);
            Draws draws = new Draws(1, new long[] {5, 6}, "");
            for (double one : score(model, score, x, draws).doubles()) {
              assertThat(one).as("score of an input of size %s", size).isFinite();
            }
          });
    }
  }
}
