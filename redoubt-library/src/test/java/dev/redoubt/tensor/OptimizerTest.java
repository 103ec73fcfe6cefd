package dev.redoubt.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerTest {
  private static final double[] START = {1, -2, 3};

  static Stream<Optimizer.Settings> all() {
    return Stream.of(
        new Optimizer.Sgd(0.1, 0.9, false, 0.01),
        new Optimizer.Sgd(0.1, 0.9, true, 0),
        new Optimizer.AdamStyle(0.1, 0.01, false),
        new Optimizer.AdamStyle(0.1, 0.01, true));
  }

  /** Two steps, and then two more from the saved state and from a fresh one. */
  @ParameterizedTest
  @MethodSource("all")
  void aRestoredStateTakesTheSameSteps(Optimizer.Settings settings) {
    Scope.run(
        () -> {
          Tensor weight = weight(START);
          double[] half;
          byte[] state;
          double[] expected;
          try (Optimizer optimizer = settings.over(List.of(weight))) {
            step(optimizer, weight, 2, 0);
            half = weight.doubles();
            state = optimizer.state();
            step(optimizer, weight, 2, 0);
            expected = weight.doubles();
          }
          Tensor resumed = weight(half);
          try (Optimizer optimizer = settings.over(List.of(resumed))) {
            optimizer.restore(state);
            step(optimizer, resumed, 2, 0);
            assertThat(resumed.doubles()).containsExactly(expected);
          }
          Tensor forgetful = weight(half);
          try (Optimizer optimizer = settings.over(List.of(forgetful))) {
            step(optimizer, forgetful, 2, 0);
            assertThat(forgetful.doubles()).isNotEqualTo(expected);
          }
        });
  }

  /** Two steps of each update rule in plain Java; the gradient of the loss is the weight itself. */
  @ParameterizedTest
  @MethodSource("all")
  void stepsFollowTheUpdateRule(Optimizer.Settings settings) {
    double[] w = START.clone();
    double[] first = new double[3];
    double[] second = new double[3];
    for (int t = 1; t <= 2; t++) {
      for (int i = 0; i < 3; i++) {
        if (settings instanceof Optimizer.Sgd sgd) {
          double g = w[i] + sgd.weightDecay() * w[i];
          first[i] = t == 1 ? g : sgd.momentum() * first[i] + g;
          w[i] -= 0.1 * (sgd.nesterov() ? g + sgd.momentum() * first[i] : first[i]);
        } else if (settings instanceof Optimizer.AdamStyle adam) {
          double g = adam.decoupled() ? w[i] : w[i] + adam.weightDecay() * w[i];
          double shrunk = adam.decoupled() ? w[i] * (1 - 0.1 * adam.weightDecay()) : w[i];
          first[i] = 0.9 * first[i] + 0.1 * g;
          second[i] = 0.999 * second[i] + 0.001 * g * g;
          double mean = first[i] / (1 - Math.pow(0.9, t));
          double square = second[i] / (1 - Math.pow(0.999, t));
          w[i] = shrunk - 0.1 * mean / (Math.sqrt(square) + 1e-8);
        }
      }
    }
    Scope.run(
        () -> {
          Tensor weight = weight(START);
          try (Optimizer optimizer = settings.over(List.of(weight))) {
            step(optimizer, weight, 2, 0);
            assertThat(weight.doubles()).containsExactly(w, within(1e-9));
          }
        });
  }

  @Test
  void theLearningRateCanChangeAndLongGradientsAreCut() {
    Scope.run(
        () -> {
          Tensor weight = weight(new double[] {3, 4, 0});
          try (Optimizer optimizer = new Optimizer.Sgd(0.1, 0, false, 0).over(List.of(weight))) {
            optimizer.learningRate(0.5);
            step(optimizer, weight, 1, 1);
          }
          assertThat(weight.doubles()).containsExactly(new double[] {2.7, 3.6, 0}, within(1e-5));
        });
  }

  private static Tensor weight(double[] values) {
    Tensor weight = Tensors.of(values, 3);
    Optimizer.trainable(List.of(weight), true);
    return weight;
  }

  /** Steps down half the squared length. */
  private static void step(Optimizer optimizer, Tensor weight, int times, double clip) {
    for (int i = 0; i < times; i++) {
      Scope.run(() -> optimizer.minimise(Reductions.sum(weight.times(weight)).times(0.5), clip));
    }
  }
}
