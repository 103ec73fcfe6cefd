package dev.redoubt.train.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Dataset;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Carried;
import dev.redoubt.train.EpochSummary;
import dev.redoubt.train.Lesson;
import dev.redoubt.train.Recipe;
import dev.redoubt.train.TinyTask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreeTrainingTest {
  private final Carried carried = new Carried();
  private final Network network = Lessons.network(7);
  private final List<Tensor> weights = new ArrayList<>(network.weights().values());

  private Lesson lesson(int n, long seed, double factor) {
    Lesson lesson = TinyTask.lesson(network, Lessons.data(n, seed), factor);
    return new Lesson(
        lesson.view(), lesson.trainee(), lesson.batch(), factor, 0, lesson.draws(), carried);
  }

  /** One update of the weights, as the loop makes it. */
  private void update(FreeTraining free, Lesson lesson, Tensor examples, Optimizer optimizer) {
    Optimizer.trainable(weights, true);
    optimizer.minimise(free.loss(lesson, examples), 0);
    free.learnt(lesson, examples);
    Optimizer.trainable(weights, false);
  }

  /**
   * Three batches, the second smaller, two replays each: against the algorithm in plain Java, with
   * gradients by finite differences at the weights before each update.
   */
  @ParameterizedTest(name = "{0}, {1} of the budget")
  @CsvSource({"linf:0.2, 1", "linf:0.2, .5", "l2:0.4, 1", "l2:0.4, .5", "l1:0.6, 1", "l1:0.6, .5"})
  void perturbationGoesOnFromReplayToReplayAndFromBatchToBatch(String threat, double factor) {
    ThreatModel ball = ThreatModel.parse(threat);
    double epsilon = factor * ball.epsilon();
    FreeTraining free = new FreeTraining(ball, 2);
    int[] sizes = {6, 4, 6};
    double[][] deltas = new double[6][PlainNet.FEATURES];
    try (Optimizer optimizer = TinyTask.descent(.5).over(weights)) {
      for (int batch = 0; batch < sizes.length; batch++) {
        for (int replay = 0; replay < free.replays(); replay++) {
          int size = sizes[batch];
          int seed = batch;
          Scope.run(
              () -> {
                Lesson lesson = lesson(size, seed, factor);
                double[][] clean = Lessons.rows(lesson.batch().inputs());
                int[] labels = lesson.batch().labels().ints();
                PlainNet net = new PlainNet(network);
                Tensor examples = free.examples(lesson);
                double[][] points = Lessons.rows(examples);
                for (int i = 0; i < size; i++) {
                  double[] expected = new double[PlainNet.FEATURES];
                  for (int j = 0; j < expected.length; j++) {
                    expected[j] = Math.min(1, Math.max(0, clean[i][j] + deltas[i][j]));
                  }
                  assertThat(points[i]).containsExactly(expected, within(1e-4));
                  double[] gradient = net.inputGradient(expected, labels[i]);
                  deltas[i] = moved(ball.norm().name(), deltas[i], gradient, epsilon);
                }
                update(free, lesson, examples, optimizer);
              });
        }
      }
    }
    double[][] kept = Scope.value(() -> Lessons.rows(carried.get().orElseThrow()));
    for (int i = 0; i < kept.length; i++) {
      assertThat(kept[i]).containsExactly(deltas[i], within(1e-4));
    }
    carried.clear();
  }

  private static double[] moved(String norm, double[] delta, double[] gradient, double epsilon) {
    double[] moved = delta.clone();
    double length = Math.sqrt(Arrays.stream(gradient).map(g -> g * g).sum());
    double largest = Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
    for (int j = 0; j < moved.length; j++) {
      moved[j] +=
          switch (norm) {
            case "linf" -> epsilon * Math.signum(gradient[j]);
            case "l2" -> epsilon * gradient[j] / length;
            default -> Math.abs(gradient[j]) == largest ? epsilon * Math.signum(gradient[j]) : 0;
          };
    }
    double size = Math.sqrt(Arrays.stream(moved).map(d -> d * d).sum());
    double threshold = threshold(moved, epsilon);
    for (int j = 0; j < moved.length; j++) {
      moved[j] =
          switch (norm) {
            case "linf" -> Math.min(epsilon, Math.max(-epsilon, moved[j]));
            case "l2" -> moved[j] * Math.min(1, epsilon / size);
            default -> Math.signum(moved[j]) * Math.max(0, Math.abs(moved[j]) - threshold);
          };
    }
    return moved;
  }

  /** By how much all entries must shrink for their sum to be at most epsilon, by bisection. */
  private static double threshold(double[] delta, double epsilon) {
    double low = 0;
    double high = 10;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      double sum = Arrays.stream(delta).map(d -> Math.max(0, Math.abs(d) - middle)).sum();
      if (sum > epsilon) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** Eight epochs of updates in two passes, each with one forward and one backward pass. */
  @Test
  void costsNoMoreThanStandardTraining() {
    Dataset data = TinyTask.images(50, 1);
    FreeTraining free = new FreeTraining(ThreatModel.parse("linf:0.1"), 4);
    Recipe recipe = TinyTask.recipe(free, TinyTask.descent(.1), 8, 3);
    CountedTrainee trainee = new CountedTrainee(Network.create(TinyTask.linear(), 0), data);

    List<EpochSummary> history =
        TinyTask.trainer(recipe).train(data, Optional.empty(), trainee, null).history();

    int batches = 4;
    assertThat(recipe.passes()).isEqualTo(2);
    assertThat(history).hasSize(2);
    assertThat(trainee.forwards()).isEqualTo(8 * batches);
    assertThat(trainee.attacks()).isZero();
    assertThat(TinyTask.recipe(free, TinyTask.descent(.1), 9, 3).passes()).isEqualTo(3);
  }

  @Test
  void badSettingsAreRefused() {
    assertThatThrownBy(() -> new FreeTraining(ThreatModel.parse("linf:0.1"), 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("at least 1 replay");
  }
}
