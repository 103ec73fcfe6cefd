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
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Lesson;
import dev.redoubt.train.Refinements;
import dev.redoubt.train.TinyTask;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MartTest {
  private static final StepSize QUARTER = new StepSize.OfEpsilon(.25);

  private static Mart mart(String threat, double beta) {
    return new Mart(ThreatModel.parse(threat), beta, 10, QUARTER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"linf:0.2", "l2:0.4", "l1:0.8"})
  void lossIsBoostedCrossEntropyAndWeightedDivergence(String threat) {
    Lessons.assertLoss(
        mart(threat, 5),
        0,
        (net, clean, points, labels) -> {
          double sum = 0;
          for (int i = 0; i < clean.length; i++) {
            double[] p = net.probabilities(clean[i]);
            double[] q = net.probabilities(points[i]);
            double wrong = 0;
            double divergence = 0;
            for (int k = 0; k < 3; k++) {
              wrong = k == labels[i] ? wrong : Math.max(wrong, q[k]);
              divergence += p[k] * Math.log(p[k] / q[k]);
            }
            sum -= Math.log(q[labels[i]]) + Math.log(1.0001 - wrong + 1e-12);
            sum += 5 * divergence * (1.0000001 - p[labels[i]]);
          }
          return sum / clean.length;
        });
  }

  /** Where a class has all the probability, the constants alone keep the logarithm finite. */
  @Test
  void certainMistakesCostWhatTheConstantsSay() {
    Graph graph = Graph.builder().then("fc", new Linear(1, 2)).build();
    Network network =
        Network.of(graph, Map.of("fc.weight", new float[2], "fc.bias", new float[] {0, 60}));
    Dataset one =
        FloatDataset.of(
            new DatasetInfo("o", "train", new InputSpec(List.of(1), 0, 1), List.of("a", "b")),
            new int[1],
            new float[] {.5f});
    double loss =
        Scope.value(
            () -> {
              Lesson lesson = TinyTask.lesson(network, one, 1);
              return mart("linf:0.1", 5).loss(lesson, lesson.batch().inputs()).item();
            });
    assertThat(loss).isCloseTo(60 - Math.log(1e-4), within(.01));
  }

  /** On a linear classifier of two classes the worst point is a corner, whatever the start. */
  @Test
  void innerAscentRaisesTheCrossEntropy() {
    Graph graph = Graph.builder().then("fc", new Linear(4, 2)).build();
    float[] weight = {1, -2, 3, .5f, -1, 1, 2, 1};
    Network network =
        Network.of(graph, Map.of("fc.weight", weight, "fc.bias", new float[] {.3f, 0}));
    Dataset data = Lessons.data(9, 6);
    Scope.run(
        () -> {
          Lesson lesson = TinyTask.lesson(network, relabelled(data), .5);
          double[][] clean = Lessons.rows(lesson.batch().inputs());
          double[][] points = Lessons.rows(mart("linf:0.2", 5).examples(lesson));
          int[] labels = lesson.batch().labels().ints();
          for (int i = 0; i < clean.length; i++) {
            for (int j = 0; j < 4; j++) {
              double up = (weight[4 + j] - weight[j]) * (labels[i] == 0 ? 1 : -1);
              double corner = Math.min(1, Math.max(0, clean[i][j] + .1 * Math.signum(up)));
              assertThat(points[i][j]).isCloseTo(corner, within(1e-6));
            }
          }
        });
  }

  /** The same rows with two classes. */
  private static Dataset relabelled(Dataset data) {
    float[] values = new float[data.size() * 4];
    int[] labels = new int[data.size()];
    for (int i = 0; i < labels.length; i++) {
      data.read(i, values, i * 4);
      labels[i] = i % 2;
    }
    return FloatDataset.of(
        new DatasetInfo("r", "train", data.input(), List.of("a", "b")), labels, values);
  }

  @Test
  void badSettingsAreRefused() {
    for (double beta : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> mart("linf:0.1", beta))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("beta")
          .hasMessageContaining("" + beta);
    }
    Refinements smoothing = Refinements.NONE.withLabelSmoothing(.1);
    assertThatThrownBy(
            () -> TinyTask.recipe(mart("linf:0.1", 5), TinyTask.descent(.1), 1, 0).with(smoothing))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("mart");
  }
}
