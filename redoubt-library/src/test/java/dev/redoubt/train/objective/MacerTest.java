package dev.redoubt.train.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.data.Dataset;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.train.Lesson;
import dev.redoubt.train.TinyTask;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MacerTest {
  private static final double SIGMA = .25;
  private static final double GAMMA = 3;

  @ParameterizedTest
  @CsvSource({"4, 12, 8, 1", "2, 3, 2, 4", "3, 0, 8, 16"})
  void lossIsThatOfTheMeanPredictionAndTheHingeOfTheRadius(
      int copies, double lambda, double gamma, double beta) {
    SmoothingReference.assertLossAndGradients(
        new Macer(SIGMA, copies, lambda, gamma, beta),
        2,
        12,
        (logits, labels) -> {
          double sum = 0;
          for (int i = 0; i < labels.length; i++) {
            sum -= Math.log(SmoothingReference.mean(logits, i, labels.length, 1)[labels[i]]);
            double[] sharp = SmoothingReference.mean(logits, i, labels.length, beta);
            double own = sharp[labels[i]];
            double[] sorted = Arrays.stream(sharp).sorted().toArray();
            if (lambda > 0 && own == sorted[2]) {
              double radius =
                  SmoothingReference.quantile(sorted[2]) - SmoothingReference.quantile(sorted[1]);
              sum += lambda * SIGMA / 2 * Math.max(0, gamma - radius);
            }
          }
          return sum / labels.length;
        });
  }

  /** The loss of samples whose two classes have logits 0 and 20 x - 10, next to without noise. */
  private static double loss(double lambda, float[] samples, int... labels) {
    Graph graph = Graph.builder().then("fc", new Linear(1, 2)).build();
    Dataset data = SmoothingReference.data(samples, labels);
    Macer macer = new Macer(1e-4, 3, lambda, GAMMA, 1);
    return Scope.value(
        () -> {
          Network network =
              Network.of(
                  graph, Map.of("fc.weight", new float[] {0, 20}, "fc.bias", new float[] {0, -10}));
          Lesson lesson = TinyTask.lesson(network, data, 1);
          Tensor examples = macer.examples(lesson);
          List<Tensor> weights = List.copyOf(lesson.trainee().trainable().values());
          Optimizer.trainable(weights, true);
          Tensor loss = macer.loss(lesson, examples);
          for (Tensor gradient : Autograd.grads(loss, weights).tensors()) {
            assertThat(Arrays.stream(gradient.doubles()).allMatch(Double::isFinite)).isTrue();
          }
          return loss.item();
        });
  }

  /** What the hinge adds to the loss of all samples together, in units of λσ/2. */
  private static double hinge(float[] samples, int... labels) {
    double unit = 1e-4 / 2;
    return (loss(1 / unit, samples, labels) - loss(0, samples, labels)) * labels.length;
  }

  private static double shortfall(double logit) {
    return GAMMA - 2 * SmoothingReference.quantile(1 / (1 + Math.exp(-logit)));
  }

  @Test
  void hingeIsThereForSamplesThatAreRightAndNearerThanGamma() {
    assertThat(hinge(new float[] {.55f}, 1)).isCloseTo(shortfall(1), within(1e-2));
    assertThat(hinge(new float[] {.55f}, 0)).as("wrong").isZero();
    assertThat(hinge(new float[] {.7f}, 1)).as("beyond gamma").isZero();
    assertThat(hinge(new float[] {1}, 1)).as("far beyond, and nothing infinite").isZero();
    assertThat(hinge(new float[] {.45f, .55f, .7f, 1, .4f}, 0, 0, 1, 1, 0))
        .as("of a batch the first and the last")
        .isCloseTo(shortfall(1) + shortfall(2), within(2e-2));
  }
}
