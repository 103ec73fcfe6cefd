package dev.redoubt.train.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.train.Lesson;
import dev.redoubt.train.Objective;
import dev.redoubt.train.TinyTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Small lessons, and how an objective's loss in one of them is compared with plain Java. */
final class Lessons {
  private static final double NUDGE = 1e-5;

  private Lessons() {}

  /** Rows in [0, 1], of whose values some are exactly 0 or 1; labels of three classes. */
  static Dataset data(int n, long seed) {
    int features = PlainNet.FEATURES;
    float[] values = new float[n * features];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      RandomStream stream = RandomStream.of(seed, i, "lesson");
      labels[i] = stream.below(PlainNet.CLASSES);
      for (int j = 0; j < features; j++) {
        values[i * features + j] = (float) Math.min(1, Math.max(0, 1.6 * stream.uniform() - 0.3));
      }
    }
    return FloatDataset.of(
        new DatasetInfo(
            "rows", "train", new InputSpec(List.of(features), 0, 1), List.of("a", "b", "c")),
        labels,
        values);
  }

  static Network network(long seed) {
    Map<String, float[]> values = Network.create(PlainNet.graph(), seed).values();
    for (float[] weight : values.values()) {
      for (int i = 0; i < weight.length; i++) {
        weight[i] *= 3; // confident enough for differences to matter
      }
    }
    return Network.of(PlainNet.graph(), values);
  }

  static Lesson smoothed(Lesson lesson, double smoothing) {
    return new Lesson(
        lesson.view(),
        lesson.trainee(),
        lesson.batch(),
        lesson.epsilonFactor(),
        smoothing,
        lesson.draws(),
        lesson.carried());
  }

  /** A loss in plain Java. */
  interface PlainLoss {
    /**
     * The loss.
     *
     * @param clean a row a sample
     * @param points what the objective learns from, a row each
     */
    double at(PlainNet net, double[][] clean, double[][] points, int[] labels);
  }

  /** Compares loss and weight gradient of an objective with those of a formula. */
  static void assertLoss(Objective objective, double smoothing, PlainLoss formula) {
    Dataset data = data(6, 1);
    Network network = network(2);
    Scope.run(
        () -> {
          Lesson lesson = smoothed(TinyTask.lesson(network, data, 1), smoothing);
          Tensor examples = objective.examples(lesson);
          double[][] clean = rows(lesson.batch().inputs());
          double[][] points = rows(examples);
          int[] labels = lesson.batch().labels().ints();
          List<Tensor> weights = new ArrayList<>();
          for (String name : PlainNet.WEIGHTS) {
            weights.add(Objects.requireNonNull(network.weights().get(name)));
          }
          Optimizer.trainable(weights, true);
          Tensor loss = objective.loss(lesson, examples);
          List<Tensor> gradients = Autograd.grads(loss, weights).tensors();
          Optimizer.trainable(weights, false);

          PlainNet net = new PlainNet(network);
          assertThat(loss.item())
              .as("loss")
              .isCloseTo(formula.at(net, clean, points, labels), within(2e-5));
          for (int w = 0; w < weights.size(); w++) {
            double[] own = net.weight(PlainNet.WEIGHTS.get(w));
            double[] gradient = gradients.get(w).doubles();
            for (int i = 0; i < own.length; i++) {
              double value = own[i];
              own[i] = value + NUDGE;
              double up = formula.at(net, clean, points, labels);
              own[i] = value - NUDGE;
              double down = formula.at(net, clean, points, labels);
              own[i] = value;
              assertThat(gradient[i])
                  .as("%s[%d]", PlainNet.WEIGHTS.get(w), i)
                  .isCloseTo((up - down) / (2 * NUDGE), within(5e-5));
            }
          }
        });
  }

  static double[][] rows(Tensor x) {
    double[] values = x.detached().doubles();
    int width = values.length / x.rows();
    double[][] rows = new double[x.rows()][width];
    for (int i = 0; i < values.length; i++) {
      rows[i / width][i % width] = values[i];
    }
    return rows;
  }
}
