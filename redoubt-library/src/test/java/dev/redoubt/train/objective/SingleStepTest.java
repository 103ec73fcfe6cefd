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
import dev.redoubt.train.Objective;
import dev.redoubt.train.TinyTask;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** FGSM training, FGSM-RS and N-FGSM: where their points lie. */
class SingleStepTest {
  private static final ThreatModel LINF = ThreatModel.parse("linf:0.1");

  @Test
  void lossIsCrossEntropyAtThePoints() {
    for (Objective objective : List.of(new FgsmTraining(LINF), new FgsmRs(LINF), new NFgsm(LINF))) {
      Lessons.assertLoss(
          objective,
          0,
          (net, clean, points, labels) -> {
            double sum = 0;
            for (int i = 0; i < points.length; i++) {
              sum += net.crossEntropy(points[i], labels[i]);
            }
            return sum / points.length;
          });
    }
  }

  @ParameterizedTest(name = "{0}, {1} of the budget")
  @CsvSource({"linf:0.1, 1", "linf:0.1, .5", "l2:0.3, 1", "l2:0.3, .5"})
  void fgsmTakesOneFullStepFromTheCleanPoint(String threat, double factor) {
    Network network = Lessons.network(5);
    PlainNet net = new PlainNet(network);
    ThreatModel ball = ThreatModel.parse(threat);
    Scope.run(
        () -> {
          Lesson lesson = TinyTask.lesson(network, Lessons.data(7, 5), factor);
          double[][] clean = Lessons.rows(lesson.batch().inputs());
          double[][] points = Lessons.rows(new FgsmTraining(ball).examples(lesson));
          int[] labels = lesson.batch().labels().ints();
          for (int i = 0; i < clean.length; i++) {
            double[] gradient = net.inputGradient(clean[i], labels[i]);
            double length = Math.sqrt(Arrays.stream(gradient).map(g -> g * g).sum());
            for (int j = 0; j < gradient.length; j++) {
              double direction =
                  threat.startsWith("linf") ? Math.signum(gradient[j]) : gradient[j] / length;
              double wanted = clean[i][j] + factor * ball.epsilon() * direction;
              assertThat(points[i][j]).isCloseTo(Math.min(1, Math.max(0, wanted)), within(1e-5));
            }
          }
        });
  }

  /** Changes along the gradient's sign, in budgets, for a linear classifier. */
  private static double[] changes(Objective objective, double factor, float pixel) {
    float[] weight = {0, 0, 0, 0, 1, -2, .5f, -1};
    Graph graph = Graph.builder().then("fc", new Linear(4, 2)).build();
    Network network = Network.of(graph, Map.of("fc.weight", weight, "fc.bias", new float[2]));
    float[] values = new float[1000 * 4];
    Arrays.fill(values, pixel);
    Dataset data =
        FloatDataset.of(
            new DatasetInfo("c", "train", new InputSpec(List.of(4), 0, 1), List.of("a", "b")),
            new int[1000],
            values);
    return Scope.value(
        () -> {
          double[] points = objective.examples(TinyTask.lesson(network, data, factor)).doubles();
          double[] changes = new double[points.length];
          for (int i = 0; i < points.length; i++) {
            changes[i] =
                (points[i] - pixel) * Math.signum(weight[4 + i % 4]) / (LINF.epsilon() * factor);
          }
          return changes;
        });
  }

  private static double share(double[] changes, double from, double to) {
    return Arrays.stream(changes).filter(c -> c >= from && c <= to).count()
        / (double) changes.length;
  }

  /** From -ε ... ε by 1.25 ε: at the edge of the ball with probability 5/8, else uniform. */
  @ParameterizedTest
  @CsvSource({"1", ".5"})
  void fgsmRsIsProjectedOntoTheBall(double factor) {
    double[] changes = changes(new FgsmRs(LINF), factor, .5f);
    assertThat(share(changes, .25 - 1e-5, 1 + 1e-5)).isEqualTo(1);
    assertThat(share(changes, 1 - 1e-5, 1 + 1e-5)).isCloseTo(.625, within(.03));
    assertThat(share(changes, .25, .625)).isCloseTo(.1875, within(.03));
  }

  /** Noise in -2ε ... 2ε, then a step of ε: -ε ... 3ε, uniformly. */
  @ParameterizedTest
  @CsvSource({"1", ".5"})
  void noiseOfNFgsmIsNotClippedToTheBall(double factor) {
    double[] changes = changes(new NFgsm(LINF), factor, .5f);
    assertThat(share(changes, -1 - 1e-5, 3 + 1e-5)).isEqualTo(1);
    for (int quarter = -1; quarter < 3; quarter++) {
      assertThat(share(changes, quarter, quarter + 1)).isCloseTo(.25, within(.03));
    }
    assertThat(Arrays.stream(changes).max().orElseThrow()).isGreaterThan(2.95);
  }

  /** At the edge of the box, half of the features can only go inwards. */
  @Test
  void nFgsmIsClippedToTheBoxBeforeAndAfterTheStep() {
    double[] changes = changes(new NFgsm(LINF), 1, 0);
    for (int i = 0; i < changes.length; i++) {
      // Upwards: noise below 0 is cut off, and the step goes on from there.
      assertThat(changes[i]).isBetween(i % 2 == 0 ? 1 - 1e-5 : -1 - 1e-5, i % 2 == 0 ? 3.00001 : 0);
    }
    assertThat(share(changes, 1 - 1e-5, 1 + 1e-5)).as("up from 0").isCloseTo(.25, within(.03));
  }

  @Test
  void afterACollapsePgdTrainingTakesOver() {
    for (Objective objective : List.of(new FgsmTraining(LINF), new FgsmRs(LINF), new NFgsm(LINF))) {
      assertThat(objective.stronger())
          .hasValue(new PgdTraining(LINF, 10, new StepSize.OfEpsilon(.25)));
    }
  }

  @Test
  void badSettingsAreRefused() {
    assertThatThrownBy(() -> new FgsmRs(LINF, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("fgsm-rs")
        .hasMessageContaining("0.0");
    assertThatThrownBy(() -> new NFgsm(LINF, -1, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("-1.0");
    assertThatThrownBy(() -> new NFgsm(LINF, 1, Double.NaN))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("NaN");
    InputSpec input = new InputSpec(List.of(4), 0, 1);
    assertThat(new FgsmRs(ThreatModel.parse("l0:2")).refuses(input, 3))
        .hasValueSatisfying(reason -> assertThat(reason).contains("fgsm-rs", "l0"));
    assertThat(new FgsmRs(LINF).refuses(input, 3)).isEmpty();
  }
}
