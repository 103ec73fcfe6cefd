package dev.redoubt.train.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.train.Lesson;
import dev.redoubt.train.Objective;
import dev.redoubt.train.TinyTask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A linear classifier of three classes in plain Java, and losses of smoothing computed from it. */
final class SmoothingReference {
  static final int FEATURES = 5;
  static final int CLASSES = 3;
  private static final int WEIGHTS = CLASSES * FEATURES;
  private static final Graph LINEAR =
      Graph.builder().then("fc", new Linear(FEATURES, CLASSES)).build();

  private SmoothingReference() {}

  /** A loss of all samples, from the logits of k points a sample, block after block. */
  interface Formula {
    double loss(double[][] logits, int[] labels);
  }

  /** Samples in [0.3, 0.7] whose labels are drawn. */
  static Dataset data(int n) {
    float[] values = new float[n * FEATURES];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      RandomStream stream = RandomStream.of(3, i, "sample");
      labels[i] = stream.below(CLASSES);
      stream.fillUniform(values, i * FEATURES, FEATURES, .3, .7);
    }
    return data(values, labels);
  }

  static Dataset data(float[] values, int... labels) {
    InputSpec input = new InputSpec(List.of(values.length / labels.length), 0, 1);
    return FloatDataset.of(
        new DatasetInfo("drawn", "train", input, List.of("a", "b", "c")), labels, values);
  }

  /** All weights, then the biases. */
  static double[] parameters(double scale) {
    double[] parameters = new double[WEIGHTS + CLASSES];
    RandomStream stream = RandomStream.of(4, -1, "weights");
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (scale * stream.gaussian() * (i < WEIGHTS ? 1 : .2));
    }
    return parameters;
  }

  static Network network(double[] parameters) {
    return Network.of(
        LINEAR,
        Map.of(
            "fc.weight", floats(parameters, 0, WEIGHTS),
            "fc.bias", floats(parameters, WEIGHTS, CLASSES)));
  }

  private static float[] floats(double[] values, int from, int count) {
    float[] chosen = new float[count];
    for (int i = 0; i < count; i++) {
      chosen[i] = (float) values[from + i];
    }
    return chosen;
  }

  static double[][] logits(double[] parameters, double[] points) {
    double[][] logits = new double[points.length / FEATURES][CLASSES];
    for (int row = 0; row < logits.length; row++) {
      for (int c = 0; c < CLASSES; c++) {
        logits[row][c] = parameters[WEIGHTS + c];
        for (int j = 0; j < FEATURES; j++) {
          logits[row][c] += parameters[c * FEATURES + j] * points[row * FEATURES + j];
        }
      }
    }
    return logits;
  }

  static double[] softmax(double[] logits, double beta) {
    double most = Arrays.stream(logits).max().orElseThrow();
    double[] exponentials = Arrays.stream(logits).map(z -> Math.exp(beta * (z - most))).toArray();
    double sum = Arrays.stream(exponentials).sum();
    return Arrays.stream(exponentials).map(e -> e / sum).toArray();
  }

  /** The mean prediction of one of n samples over its copies. */
  static double[] mean(double[][] logits, int sample, int n, double beta) {
    double[] mean = new double[CLASSES];
    for (int row = sample; row < logits.length; row += n) {
      double[] p = softmax(logits[row], beta);
      for (int c = 0; c < CLASSES; c++) {
        mean[c] += p[c] * n / logits.length;
      }
    }
    return mean;
  }

  /** Mean cross-entropy over all copies of all samples. */
  static double crossEntropy(double[][] logits, int[] labels) {
    double sum = 0;
    for (int row = 0; row < logits.length; row++) {
      sum -= Math.log(softmax(logits[row], 1)[labels[row % labels.length]]);
    }
    return sum / logits.length;
  }

  /** The quantile of the standard normal distribution, by Newton's method on its series. */
  static double quantile(double p) {
    double x = 0;
    for (int i = 0; i < 60; i++) {
      double density = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
      double term = x;
      double sum = 0;
      for (int k = 1; Math.abs(term) > 1e-18; k++) {
        sum += term;
        term *= x * x / (2 * k + 1);
      }
      x += (p - .5 - density * sum) / density;
    }
    return x;
  }

  static int[] labels(Dataset data) {
    return IntStream.range(0, data.size()).map(data::label).toArray();
  }

  /** Compares loss and weight gradients of a linear network with a formula and its differences. */
  static void assertLossAndGradients(Objective objective, double scale, int n, Formula formula) {
    Dataset data = data(n);
    int[] labels = labels(data);
    double[] parameters = parameters(scale);
    Scope.run(
        () -> {
          Network network = network(parameters);
          Lesson lesson = TinyTask.lesson(network, data, 1);
          Tensor examples = objective.examples(lesson);
          double[] points = examples.doubles();
          List<Tensor> weights = List.copyOf(lesson.trainee().trainable().values());
          Optimizer.trainable(weights, true);
          Tensor loss = objective.loss(lesson, examples);
          double expected = formula.loss(logits(parameters, points), labels);
          assertThat(loss.item()).isCloseTo(expected, within(1e-4 * (1 + expected)));

          List<Double> gradients = new ArrayList<>();
          for (Tensor gradient : Autograd.grads(loss, weights).tensors()) {
            Arrays.stream(gradient.doubles()).forEach(gradients::add);
          }
          double step = 1e-5;
          for (int i = 0; i < parameters.length; i++) {
            double[] up = parameters.clone();
            double[] down = parameters.clone();
            up[i] += step;
            down[i] -= step;
            double slope =
                (formula.loss(logits(up, points), labels)
                        - formula.loss(logits(down, points), labels))
                    / (2 * step);
            assertThat(gradients.get(i))
                .as("gradient of weight %d", i)
                .isCloseTo(slope, within(2e-3 * (.1 + Math.abs(slope))));
          }
        });
  }
}
