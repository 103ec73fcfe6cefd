package dev.redoubt.train.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.StepSize;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.BatchNorm;
import dev.redoubt.nn.operator.Flatten;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Lesson;
import dev.redoubt.train.Objective;
import dev.redoubt.train.Recipe;
import dev.redoubt.train.TinyTask;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TradesTest {
  private static final StepSize QUARTER = new StepSize.OfEpsilon(.25);

  private static Trades trades(String threat, double beta) {
    return new Trades(ThreatModel.parse(threat), beta, 10, QUARTER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"linf:0.2", "l2:0.4", "l1:0.8"})
  void lossIsCrossEntropyPlusDivergence(String threat) {
    double smoothing = .1;
    Lessons.assertLoss(
        trades(threat, 6),
        smoothing,
        (net, clean, points, labels) -> {
          double sum = 0;
          for (int i = 0; i < clean.length; i++) {
            double[] p = net.probabilities(clean[i]);
            double[] q = net.probabilities(points[i]);
            sum -= (1 - smoothing) * Math.log(p[labels[i]]);
            for (int k = 0; k < 3; k++) {
              sum -= smoothing / 3 * Math.log(p[k]) - 6 * p[k] * (Math.log(p[k]) - Math.log(q[k]));
            }
          }
          return sum / clean.length;
        });
  }

  @Test
  void withoutBetaItIsStandardTraining() {
    Map<String, float[]> standard = trained(new StandardTraining());
    assertThat(trained(trades("linf:0.1", 0))).containsExactlyEntriesOf(standard);
    Trades slight = new Trades(ThreatModel.parse("linf:0.1"), 1e-3, 1, QUARTER);
    assertThat(trained(slight).get("fc.weight")).isNotEqualTo(standard.get("fc.weight"));
  }

  private static Map<String, float[]> trained(Objective objective) {
    Recipe recipe = TinyTask.recipe(objective, new Optimizer.Sgd(.1, .9, true, 5e-4), 1, 5);
    return TinyTask.trainer(recipe)
        .train(TinyTask.images(50, 1), TinyTask.residual(), null)
        .network()
        .values();
  }

  /**
   * Logits that depend on the input through {@code u = a·x} alone: the divergence rises away from
   * the clean point on either side, so the ascent is to find the best point of the side that its
   * noise fell on.
   */
  @ParameterizedTest
  @ValueSource(strings = {"linf:0.1", "l2:0.2", "l1:0.3"})
  void innerAscentFindsTheLargestDivergence(String threat) {
    double[] a = {.5, -3, 2, 1};
    double[] spread = {4, -2, 1};
    float[] weight = new float[12];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (float) (spread[i / 4] * a[i % 4]);
    }
    Graph graph = Graph.builder().then("fc", new Linear(4, 3)).build();
    Network network =
        Network.of(graph, Map.of("fc.weight", weight, "fc.bias", new float[] {0, .5f, -.5f}));
    ThreatModel ball = ThreatModel.parse(threat);
    Scope.run(
        () -> {
          Lesson lesson = TinyTask.lesson(network, inTheMiddle(), 1);
          Trades trades = new Trades(ball, 6, 20, QUARTER);
          double[][] clean = Lessons.rows(lesson.batch().inputs());
          double[][] points = Lessons.rows(trades.examples(lesson));
          for (int i = 0; i < clean.length; i++) {
            double side = Math.signum(dot(a, points[i]) - dot(a, clean[i]));
            double best = 0;
            for (double[] delta : searched(ball, i)) {
              double u = side * Math.abs(dot(a, delta));
              best = Math.max(best, divergence(spread, dot(a, clean[i]), u));
            }
            double found =
                divergence(spread, dot(a, clean[i]), dot(a, points[i]) - dot(a, clean[i]));
            assertThat(found).as("row %d", i).isGreaterThan(.98 * best).isGreaterThan(.01);
          }
        });
  }

  private static Dataset inTheMiddle() {
    float[] values = new float[8 * 4];
    RandomStream.of(1, -1, "middle").fillUniform(values, 0, values.length, .4, .6);
    return FloatDataset.of(
        new DatasetInfo("m", "train", new InputSpec(List.of(4), 0, 1), List.of("a", "b", "c")),
        new int[8],
        values);
  }

  /** Twenty thousand points on the surface of the ball, among them its corners. */
  private static double[][] searched(ThreatModel threat, int row) {
    RandomStream stream = RandomStream.of(2, row, "search");
    double[][] deltas = new double[20_000][4];
    for (int k = 0; k < deltas.length; k++) {
      double size = 0;
      for (int j = 0; j < 4; j++) {
        double g = stream.gaussian();
        deltas[k][j] =
            switch (threat.norm().name()) {
              case "linf" -> Math.signum(g);
              case "l1" -> j == k % 4 || k % 8 < 4 ? g : 0;
              default -> g;
            };
        size =
            switch (threat.norm().name()) {
              case "linf" -> 1;
              case "l1" -> size + Math.abs(deltas[k][j]);
              default -> Math.hypot(size, g);
            };
      }
      for (int j = 0; j < 4; j++) {
        deltas[k][j] *= threat.epsilon() / size;
      }
    }
    return deltas;
  }

  private static double divergence(double[] spread, double here, double u) {
    double[] bias = {0, .5, -.5};
    double[] p = PlainNet.softmax(PlainNet.affine(new double[] {here}, spread, bias));
    double[] q = PlainNet.softmax(PlainNet.affine(new double[] {here + u}, spread, bias));
    return PlainNet.divergence(p, q);
  }

  private static double dot(double[] a, double[] x) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * x[i];
    }
    return sum;
  }

  @Test
  void cleanAndAttackedSamplesPassTheNetworkOneAfterTheOther() {
    Graph graph =
        Graph.builder()
            .then("bn", new BatchNorm(1))
            .then("flatten", new Flatten())
            .then("fc", new Linear(36, 2))
            .build();
    Network network = Network.create(graph, 0);
    Dataset images = TinyTask.images(50, 1);
    double mean =
        Scope.value(
            () -> {
              Lesson lesson = TinyTask.lesson(network, images, 1);
              Trades trades = trades("linf:1e-6", 1);
              trades.loss(lesson, trades.examples(lesson));
              double sum = 0;
              for (double value : lesson.batch().inputs().doubles()) {
                sum += value;
              }
              return sum / (50 * 36);
            });

    double moved = network.values().getOrDefault("bn.running_mean", new float[1])[0];
    assertThat(moved).as("two moves of .1").isCloseTo(.19 * mean, within(1e-5));
  }

  @Test
  void badSettingsAreRefused() {
    for (double beta : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> trades("linf:0.1", beta))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("beta")
          .hasMessageContaining("" + beta);
    }
    assertThatThrownBy(() -> new Trades(ThreatModel.parse("linf:0.1"), 1, 0, QUARTER))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("at least 1 step");
  }
}
