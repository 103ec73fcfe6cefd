package dev.redoubt.detect.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.detect.score.KernelDensity;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.Observation;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KernelDensityTest {
  private static final Dataset CLEAN = Classroom.samples(Classroom.TABLE, 90, 5);
  private static final Dataset OTHERS = Classroom.samples(Classroom.TABLE, 30, 6);
  private static final NetworkModel MODEL = Classroom.perceptron();
  private static final Lessons LESSONS = Classroom.lessons(MODEL, CLEAN);

  private static KernelDensityFit with(double bandwidth, int references) {
    return new KernelDensityFit(OptionalDouble.of(bandwidth), references, Optional.empty());
  }

  /** A sum of exponentials over the samples whose label is the predicted class. */
  @Test
  void agreesWithADirectComputation() {
    double h = .7;
    double[][] known = Examination.vectors(LESSONS, CLEAN, "relu2");
    double[][] at = Examination.vectors(LESSONS, OTHERS, "relu2");
    int[] predicted = predicted(OTHERS);
    double[] expected = new double[at.length];
    for (int row = 0; row < at.length; row++) {
      double density = 0;
      for (int i = 0; i < known.length; i++) {
        density +=
            CLEAN.label(i) == predicted[row]
                ? Math.exp(-PlainStatistics.squaredDistance(at[row], known[i]) / 2 / h / h) / 30
                : 0;
      }
      expected[row] = -Math.log(density);
    }
    assertThat(Arrays.stream(predicted).distinct().count()).isGreaterThan(1);
    assertThat(Examination.scores(MODEL, with(h, 1000).fit(LESSONS), OTHERS))
        .containsExactly(expected, within(1e-3));
  }

  private static int[] predicted(Dataset samples) {
    return Scope.value(
        () -> {
          int[] rows = IntStream.range(0, samples.size()).toArray();
          Batch batch = Batch.read(samples, rows, Device.CPU);
          return MODEL.predict(batch.inputs(), batch.draws(0, "")).ints();
        });
  }

  /** The likelihood of each sample among the others of its class, for each bandwidth. */
  @Test
  void theBandwidthIsTheLikeliestOfTheGrid() {
    double[][] known = Examination.vectors(LESSONS, CLEAN, "relu2");
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < known.length; i++) {
      for (int j = 0; j < i; j++) {
        if (CLEAN.label(i) == CLEAN.label(j)) {
          sum += PlainStatistics.squaredDistance(known[i], known[j]);
          pairs++;
        }
      }
    }
    double best = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int j = -14; j <= 2; j++) {
      double h = Math.sqrt(sum / pairs) * Math.pow(2, j / 2.0);
      double likelihood = likelihood(known, h);
      best = likelihood > most ? h : best;
      most = Math.max(most, likelihood);
    }
    double chosen = new KernelDensityFit().fit(LESSONS).bandwidth();
    assertThat(chosen).isCloseTo(best, within(1e-6));
    assertThat(chosen).isBetween(.01 * Math.sqrt(sum / pairs), .9 * Math.sqrt(sum / pairs));
  }

  private static double likelihood(double[][] known, double h) {
    double likelihood = 0;
    for (int i = 0; i < known.length; i++) {
      double density = 0;
      for (int j = 0; j < known.length; j++) {
        if (i != j && CLEAN.label(i) == CLEAN.label(j)) {
          density += Math.exp(-PlainStatistics.squaredDistance(known[i], known[j]) / 2 / h / h);
        }
      }
      likelihood += Math.log(density / 29) - known[i].length * Math.log(h);
    }
    return likelihood;
  }

  @Test
  void doesNotUnderflow() {
    KernelDensity one =
        new KernelDensity("line", .1, Tensors.of(new float[] {0, 0, 1000}, 3, 1), List.of(2, 1));
    Scope.run(
        () -> {
          Observation seen =
              new Observation(
                  Tensors.of(new float[] {1, 0, 0, 1}, 2, 2),
                  Map.of("line", Tensors.of(new float[] {100, 100}, 2, 1)));
          assertThat(one.of(seen, (x, draws) -> x, seen.logits(), Draws.NONE).doubles())
              .as("the first row is of class 0, the second of class 1")
              .containsExactly(new double[] {5e5, 900 * 900 / .02}, within(10.0));
        });
  }

  @Test
  void atMostSoManyReferencesAClassAreDrawn() {
    KernelDensity few = with(1, 7).fit(LESSONS);
    assertThat(few.counts()).containsExactly(7, 7, 7);
    double[][] all = Examination.vectors(LESSONS, CLEAN, "relu2");
    double[][] drawn = Examination.rows(few.references());
    for (int i = 0; i < drawn.length; i++) {
      double[] one = drawn[i];
      int label = i / 7;
      assertThat(
              IntStream.range(0, all.length)
                  .filter(row -> PlainStatistics.squaredDistance(all[row], one) < 1e-9)
                  .map(CLEAN::label))
          .contains(label);
    }
    assertThat(Arrays.stream(drawn).map(Arrays::toString).distinct().count()).isEqualTo(21);
    assertThat(with(1, 7).fit(LESSONS).references().doubles())
        .containsExactly(few.references().doubles());
  }

  @Test
  void theGradientIsTheScores() {
    Examination.assertThatItsGradientIsRight(
        MODEL, new KernelDensityFit().fit(LESSONS), OTHERS, 0, 4, 7, 11);
  }

  @Test
  void rowsStandForThemselves() {
    Examination.assertThatRowsStandForThemselves(
        MODEL, new KernelDensityFit().fit(LESSONS), OTHERS);
  }

  @Test
  void theStateMakesTheSameScoreAgain() {
    KernelDensity score = with(.3, 9).fit(LESSONS);
    Examination.assertThatItIsTheSame(MODEL, score, KernelDensity.of(score.state()), OTHERS);
  }

  @Test
  void fartherFeaturesAreMoreSuspicious() {
    Examination.assertThatFartherFeaturesAreMoreSuspicious(
        MODEL, new KernelDensityFit().fit(LESSONS), OTHERS);
  }

  @Test
  void scoresAreFinite() {
    Examination.assertThatItStaysFinite(MODEL, new KernelDensityFit().fit(LESSONS));
    Examination.assertThatItStaysFinite(MODEL, with(1e-12, 5).fit(LESSONS));
  }

  @Test
  void badSettingsAndDataAreNamed() {
    assertThatThrownBy(() -> with(0, 5))
        .isInstanceOf(BadInputException.class)
        .hasMessage("detector kde wants a positive, finite bandwidth, not 0.0");
    assertThatThrownBy(() -> with(1, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("at least 1 reference");
    Dataset three = DatasetView.select(CLEAN, 0, 1, 2);
    assertThatThrownBy(() -> new KernelDensityFit().fit(Classroom.lessons(MODEL, three)))
        .isInstanceOf(BadInputException.class)
        .hasMessage("detector kde can't choose a bandwidth from one sample a class: give one");
    Dataset two = DatasetView.select(CLEAN, 0, 1, 3, 4);
    assertThatThrownBy(() -> new KernelDensityFit().fit(Classroom.lessons(MODEL, two)))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "detector kde wants clean samples of every class, but classroom has none of class 2");
  }
}
