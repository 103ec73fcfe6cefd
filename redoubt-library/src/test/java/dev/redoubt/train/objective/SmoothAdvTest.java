package dev.redoubt.train.objective;

import static dev.redoubt.train.objective.SmoothingReference.CLASSES;
import static dev.redoubt.train.objective.SmoothingReference.FEATURES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.StepSize;
import dev.redoubt.data.Dataset;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Lesson;
import dev.redoubt.train.TinyTask;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmoothAdvTest {
  private static final double SIGMA = .3;
  private static final int SAMPLES = 3;
  private static final int ROWS = 5;
  private static final double EPSILON = .2;
  private static final double[] PARAMETERS = SmoothingReference.parameters(6);

  private static SmoothAdv objective(double epsilon, int steps, double share) {
    return new SmoothAdv(
        new ThreatModel(new L2(), epsilon), SIGMA, SAMPLES, steps, new StepSize.OfEpsilon(share));
  }

  /** The attacked points and the noise on them; all copies of a sample share the point. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Attacked(double[] clean, double[] points, double[][] noise, int[] labels) {}

  private static Attacked attacked(SmoothAdv objective, double factor) {
    Dataset data = SmoothingReference.data(ROWS);
    return Scope.value(
        () -> {
          Lesson lesson = TinyTask.lesson(SmoothingReference.network(PARAMETERS), data, factor);
          double[] clean = lesson.batch().inputs().doubles();
          double[] examples = objective.examples(lesson).doubles();
          double[] flat = new GaussianNoise(SIGMA, SAMPLES).of(lesson).doubles();
          double[] points = new double[clean.length];
          double[][] noise = new double[SAMPLES][];
          for (int copy = 0; copy < SAMPLES; copy++) {
            int from = copy * clean.length;
            noise[copy] = Arrays.copyOfRange(flat, from, from + clean.length);
            for (int i = 0; i < clean.length; i++) {
              double point = examples[from + i] - noise[copy][i];
              assertThat(copy == 0 ? point : points[i]).isCloseTo(point, within(1e-6));
              points[i] = point;
            }
          }
          return new Attacked(clean, points, noise, SmoothingReference.labels(data));
        });
  }

  /** {@code -log p̄_y} of one sample at a point, under its noise. */
  private static double objective(Attacked a, int row, double[] point) {
    double mean = 0;
    for (double[] noise : a.noise) {
      double[] shaken = point.clone();
      for (int j = 0; j < FEATURES; j++) {
        shaken[j] += noise[row * FEATURES + j];
      }
      double[] logits = SmoothingReference.logits(PARAMETERS, shaken)[0];
      mean += SmoothingReference.softmax(logits, 1)[a.labels[row]] / SAMPLES;
    }
    return -Math.log(mean);
  }

  /** One step of PGD in plain Java, by differences of the objective. */
  private static double[] step(Attacked a, int row, double[] center, double[] from, double size) {
    double[] gradient = new double[FEATURES];
    double length = 0;
    for (int j = 0; j < FEATURES; j++) {
      double[] up = from.clone();
      double[] down = from.clone();
      up[j] += 1e-5;
      down[j] -= 1e-5;
      gradient[j] = objective(a, row, up) - objective(a, row, down);
      length = Math.hypot(length, gradient[j]);
    }
    double[] moved = new double[FEATURES];
    double distance = 0;
    for (int j = 0; j < FEATURES; j++) {
      moved[j] = from[j] + size * gradient[j] / length - center[j];
      distance = Math.hypot(distance, moved[j]);
    }
    for (int j = 0; j < FEATURES; j++) {
      moved[j] = center[j] + moved[j] * Math.min(1, EPSILON / distance);
    }
    return moved;
  }

  @ParameterizedTest(name = "{0} steps")
  @ValueSource(ints = {1, 2, 4})
  void attackClimbsTheLossOfTheMeanPredictionUnderTheNoiseOfTraining(int steps) {
    double share = .6;
    Attacked a = attacked(objective(EPSILON, steps, share), 1);
    for (int row = 0; row < ROWS; row++) {
      double[] center = Arrays.copyOfRange(a.clean, row * FEATURES, (row + 1) * FEATURES);
      double[] expected = center;
      for (int i = 0; i < steps; i++) {
        expected = step(a, row, center, expected, share * EPSILON);
      }
      assertThat(Arrays.copyOfRange(a.points, row * FEATURES, (row + 1) * FEATURES))
          .containsExactly(expected, within(1e-4));
    }
  }

  @ParameterizedTest(name = "{0} of the budget")
  @ValueSource(doubles = {1, .25})
  void pointsStayInTheBallAndInTheRangeOfInputs(double factor) {
    double epsilon = .5;
    Attacked a = attacked(objective(epsilon, 6, .4), factor);
    for (int row = 0; row < ROWS; row++) {
      double distance = 0;
      for (int i = row * FEATURES; i < (row + 1) * FEATURES; i++) {
        distance = Math.hypot(distance, a.points[i] - a.clean[i]);
        assertThat(a.points[i]).isBetween(-1e-6, 1 + 1e-6);
      }
      assertThat(distance).isBetween(.5 * factor * epsilon, factor * epsilon + 1e-6);
    }
  }

  @Test
  void logitsOfItsViewAreTheLogarithmOfTheMeanPrediction() {
    Dataset data = SmoothingReference.data(ROWS);
    Scope.run(
        () -> {
          Lesson lesson = TinyTask.lesson(SmoothingReference.network(PARAMETERS), data, 1);
          Tensor noise = new GaussianNoise(SIGMA, SAMPLES).of(lesson);
          SmoothedView view = new SmoothedView(lesson.view(), noise, SAMPLES);
          Tensor x = lesson.batch().inputs();
          double[] points = noise.doubles();
          double[] clean = x.doubles();
          for (int i = 0; i < points.length; i++) {
            points[i] += clean[i % clean.length];
          }
          double[][] logits = SmoothingReference.logits(PARAMETERS, points);
          double[] expected = new double[ROWS * CLASSES];
          for (int row = 0; row < ROWS; row++) {
            double[] mean = SmoothingReference.mean(logits, row, ROWS, 1);
            for (int c = 0; c < CLASSES; c++) {
              expected[row * CLASSES + c] = Math.log(mean[c]);
            }
          }
          assertThat(view.logits(x, lesson.draws()).doubles())
              .containsExactly(expected, within(1e-4));
          assertThat(view.logitsOnTape(x, lesson.draws()).doubles())
              .containsExactly(expected, within(1e-4));
        });
  }

  @Test
  void lossIsTheMeanCrossEntropyUnderAllDrawsOfNoise() {
    SmoothingReference.assertLossAndGradients(
        objective(EPSILON, 2, .5), 2, 6, SmoothingReference::crossEntropy);
  }

  @Test
  void otherNormsAreRefused() {
    ThreatModel linf = new ThreatModel(new Linf(), .3);
    assertThatThrownBy(() -> new SmoothAdv(linf, 1, 2, 4, new StepSize.OfEpsilon(.5)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("l2")
        .hasMessageContaining("linf:0.3");
    assertThatThrownBy(() -> objective(1, 0, .5)).hasMessageContaining("1 step");
  }
}
