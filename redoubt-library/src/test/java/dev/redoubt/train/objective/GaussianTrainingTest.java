package dev.redoubt.train.objective;

import static dev.redoubt.train.objective.SmoothingReference.FEATURES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.StepSize;
import dev.redoubt.certify.smoothing.GaussianSmoothing;
import dev.redoubt.data.Dataset;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.EpochSummary;
import dev.redoubt.train.Lesson;
import dev.redoubt.train.Objective;
import dev.redoubt.train.Recipe;
import dev.redoubt.train.Schedule;
import dev.redoubt.train.TinyTask;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gaussian training, and the noise that all methods for smoothing share. */
class GaussianTrainingTest {
  private static final double SIGMA = .5;
  private static final int COPIES = 4;

  static Stream<Objective> underNoise() {
    return Stream.of(
        gaussian(SIGMA, COPIES),
        new SmoothAdv(
            new ThreatModel(new L2(), 1e-7), SIGMA, COPIES, 2, new StepSize.OfEpsilon(.5)),
        new Consistency(SIGMA, COPIES, 10, .5),
        new Macer(SIGMA, COPIES, 12, 8, 16));
  }

  private static Objective gaussian(double sigma, int copies) {
    return new SmoothingTraining(new GaussianSmoothing(sigma), copies);
  }

  /** The noise of each copy of each sample, in units of σ. */
  private static double[][] noise(Objective objective, Dataset data, int... rows) {
    return Scope.value(
        () -> {
          Lesson all =
              TinyTask.lesson(
                  SmoothingReference.network(SmoothingReference.parameters(1)), data, 1);
          Lesson lesson = rows.length == 0 ? all : all.rows(rows);
          double[] clean = lesson.batch().inputs().doubles();
          double[] noisy = objective.examples(lesson).doubles();
          assertThat(noisy).hasSize(COPIES * clean.length);
          double[][] noise = new double[COPIES][clean.length];
          for (int i = 0; i < noisy.length; i++) {
            int place = i % clean.length;
            noise[i / clean.length][place] = (noisy[i] - clean[place]) / SIGMA;
          }
          return noise;
        });
  }

  @ParameterizedTest
  @MethodSource("underNoise")
  void copiesAreUnderIndependentStandardNoiseThatIsNotClipped(Objective objective) {
    Dataset data = SmoothingReference.data(2000);
    double[][] noise = noise(objective, data);
    int count = noise[0].length;
    for (int one = 0; one < COPIES; one++) {
      double[] own = noise[one];
      assertThat(Arrays.stream(own).average().orElseThrow()).isCloseTo(0, within(.04));
      for (int other = 0; other <= one; other++) {
        double product = 0;
        for (int i = 0; i < count; i++) {
          product += own[i] * noise[other][i] / count;
        }
        assertThat(product).isCloseTo(one == other ? 1 : 0, within(.06));
      }
      // P(|N| > 1) = .3173; all of these leave [0, 1] here, and fewer would if they were clipped.
      assertThat(Arrays.stream(own).filter(v -> Math.abs(v) > 1).count() / (double) count)
          .isCloseTo(.3173, within(.02));
      assertThat(Arrays.stream(own).map(Math::abs).max().orElseThrow()).isGreaterThan(3);
    }
    assertThat(objective.smoothing()).hasValue(new GaussianSmoothing(SIGMA));
  }

  @ParameterizedTest
  @MethodSource("underNoise")
  void noiseOfASampleDoesNotDependOnItsBatch(Objective objective) {
    Dataset data = SmoothingReference.data(6);
    double[][] together = noise(objective, data);
    double[][] some = noise(objective, data, 4, 1);
    for (int copy = 0; copy < COPIES; copy++) {
      assertThat(Arrays.copyOfRange(some[copy], 0, FEATURES))
          .containsExactly(
              Arrays.copyOfRange(together[copy], 4 * FEATURES, 5 * FEATURES), within(1e-5));
      assertThat(Arrays.copyOfRange(some[copy], FEATURES, 2 * FEATURES))
          .containsExactly(
              Arrays.copyOfRange(together[copy], FEATURES, 2 * FEATURES), within(1e-5));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void lossIsTheMeanCrossEntropyOverAllCopies(int copies) {
    SmoothingReference.assertLossAndGradients(
        gaussian(SIGMA, copies), 2, 7, SmoothingReference::crossEntropy);
  }

  @ParameterizedTest
  @MethodSource("underNoise")
  void trainsClassifiersThatAreRightUnderNoise(Objective objective) {
    Recipe recipe =
        new Recipe(
            objective,
            new Optimizer.AdamStyle(.03, 0, false),
            new Schedule.Constant(),
            12,
            16,
            0,
            0,
            List.of(),
            200,
            5);
    List<EpochSummary> history =
        TinyTask.trainer(recipe).train(TinyTask.images(456, 1), TinyTask.linear(), null).history();
    EpochSummary last = history.get(history.size() - 1);
    assertThat(last.noisyAccuracy()).isGreaterThan(.75).isLessThan(last.cleanAccuracy());
  }

  @Test
  void badSettingsAreRefused() {
    for (double sigma : List.of(0.0, -1.0, Double.NaN, Double.POSITIVE_INFINITY)) {
      assertThatThrownBy(() -> SmoothingTraining.gaussian(sigma))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("sigma")
          .hasMessageContaining(String.valueOf(sigma));
      assertThatThrownBy(() -> Consistency.of(sigma))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("positive, finite sigma")
          .hasMessageContaining(String.valueOf(sigma));
    }
    assertThatThrownBy(() -> gaussian(1, 0)).hasMessageContaining("1 copy");
    assertThatThrownBy(() -> new Consistency(1, 1, 10, .5)).hasMessageContaining("2 copies");
    assertThatThrownBy(() -> new Consistency(1, 2, -1, .5)).hasMessageContaining("lambda");
    assertThatThrownBy(() -> new Consistency(1, 2, 1, Double.NaN)).hasMessageContaining("eta");
    assertThatThrownBy(() -> new Macer(1, 16, 12, 0, 16)).hasMessageContaining("gamma");
    assertThatThrownBy(() -> new Macer(1, 16, 12, 8, Double.POSITIVE_INFINITY))
        .hasMessageContaining("beta");
  }
}
