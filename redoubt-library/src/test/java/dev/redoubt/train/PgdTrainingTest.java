package dev.redoubt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.attack.StepSize;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.BatchNorm;
import dev.redoubt.nn.operator.Flatten;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.objective.PgdTraining;
import dev.redoubt.train.objective.StandardTraining;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Adversarial training against the closed form of linear classifiers. */
class PgdTrainingTest {
  private static final int FEATURES = 21;
  private static final double EPSILON = .08;
  private static final InputSpec INPUT = new InputSpec(List.of(FEATURES), 0, 1);
  private static final double SPREAD = .05;
  private static final Graph LINEAR =
      Graph.builder()
          .then("normalize", new Normalize(List.of(.5), List.of(SPREAD)))
          .then("fc", new Linear(FEATURES, 2))
          .build();
  private static final Objective PGD =
      new PgdTraining(new ThreatModel(new Linf(), EPSILON), 10, new StepSize.OfEpsilon(.25));
  private static final Dataset DATA = data();

  /**
   * The task of Tsipras et al. (2019): the first feature moves far and tells the label nine times
   * out of ten; the others together tell it always, but move less than the budget.
   */
  private static Dataset data() {
    int n = 400;
    float[] values = new float[n * FEATURES];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      RandomStream stream = RandomStream.of(1, i, "tsipras");
      labels[i] = stream.below(2);
      double sign = 2 * labels[i] - 1;
      values[i * FEATURES] = (float) (.5 + (stream.uniform() < .9 ? .25 : -.25) * sign);
      for (int j = 1; j < FEATURES; j++) {
        values[i * FEATURES + j] = (float) (.5 + .03 * sign + .03 * stream.gaussian());
      }
    }
    return FloatDataset.of(
        new DatasetInfo("brittle", "train", INPUT, List.of("-", "+")), labels, values);
  }

  private static Map<String, float[]> trained(Objective objective) {
    Recipe recipe =
        new Recipe(
            objective,
            new Optimizer.AdamStyle(.1, 0, false),
            new Schedule.OneCycle(.3),
            40,
            50,
            0,
            0,
            List.of(),
            0,
            2);
    return TinyTask.trainer(recipe).train(DATA, LINEAR, null).network().values();
  }

  /**
   * Margin of each sample minus what a budget can take off it: w·(x - .5) / SPREAD + b for its
   * class.
   */
  private static double[] margins(Map<String, float[]> weights, double epsilon) {
    float[] w = weights.getOrDefault("fc.weight", new float[0]);
    float[] b = weights.getOrDefault("fc.bias", new float[0]);
    double[] margins = new double[DATA.size()];
    float[] x = new float[FEATURES];
    for (int i = 0; i < margins.length; i++) {
      DATA.read(i, x, 0);
      double sign = 2 * DATA.label(i) - 1;
      margins[i] = sign * (b[1] - b[0]);
      for (int j = 0; j < FEATURES; j++) {
        double weight = (w[FEATURES + j] - (double) w[j]) / SPREAD;
        margins[i] += sign * weight * (x[j] - .5) - epsilon * Math.abs(weight);
      }
    }
    return margins;
  }

  private static double accuracy(Map<String, float[]> weights, double epsilon) {
    double[] margins = margins(weights, epsilon);
    return IntStream.range(0, margins.length).filter(i -> margins[i] > 0).count()
        / (double) margins.length;
  }

  @Test
  void hardensWhereStandardTrainingIsBrittle() {
    Map<String, float[]> standard = trained(new StandardTraining());
    Map<String, float[]> hardened = trained(PGD);

    assertThat(accuracy(standard, 0)).isGreaterThan(.97);
    assertThat(accuracy(standard, EPSILON)).isLessThan(.2);
    assertThat(accuracy(hardened, 0)).isGreaterThan(.85);
    assertThat(accuracy(hardened, EPSILON)).isGreaterThan(.8);
  }

  @ParameterizedTest(name = "{0} of the budget")
  @ValueSource(doubles = {1, .5, .01})
  void lossIsThatOfTheWorstPointOfTheBall(double factor) {
    Map<String, float[]> weights = trained(new StandardTraining());
    double[] margins = margins(weights, factor * EPSILON);
    double expected = 0;
    for (double margin : margins) {
      expected += Math.log1p(Math.exp(-Math.abs(margin))) + Math.max(0, -margin);
    }
    Network network = Network.of(LINEAR, weights);

    assertThat(loss(PGD, network, DATA, factor))
        .isCloseTo(expected / margins.length, within(1e-3 * expected / margins.length));
  }

  private static double loss(Objective objective, Network network, Dataset data, double factor) {
    return Scope.value(
        () -> {
          Lesson lesson = TinyTask.lesson(network, data, factor);
          return objective.loss(lesson, objective.examples(lesson)).item();
        });
  }

  /** With the network as deployed in the attack, and with batch statistics. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void innerAttackLeavesTheRunningStatisticsAlone(Mode attackMode) {
    Dataset images = TinyTask.images(50, 1);
    Graph graph =
        Graph.builder()
            .then("bn", new BatchNorm(1))
            .then("flatten", new Flatten())
            .then("fc", new Linear(36, 2))
            .build();
    double mean = 0;
    float[] image = new float[36];
    for (int i = 0; i < 50; i++) {
      images.read(i, image, 0);
      for (float value : image) {
        mean += value / (50 * 36);
      }
    }
    Objective tiny =
        new PgdTraining(new ThreatModel(new Linf(), 1e-6), 5, new StepSize.OfEpsilon(.25));
    Recipe recipe =
        new Recipe(
                tiny, TinyTask.descent(.1), new Schedule.Constant(), 1, 50, 0, 0, List.of(), 0, 0)
            .with(Refinements.NONE.withAttackMode(attackMode));
    Network network = TinyTask.trainer(recipe).train(images, graph, null).network();

    double moved = network.values().getOrDefault("bn.running_mean", new float[1])[0];
    assertThat(moved).as("one batch, one move of .1").isCloseTo(.1 * mean, within(1e-5));
  }

  /** A network in which the two modes differ is attacked at other points. */
  @Test
  void batchStatisticsChangeTheAttack() {
    Dataset images = TinyTask.images(50, 1);
    Objective pgd = new PgdTraining(new ThreatModel(new Linf(), .1), 2, new StepSize.OfEpsilon(1));
    Map<Mode, float[]> trained = new EnumMap<>(Mode.class);
    for (Mode mode : Mode.values()) {
      Recipe recipe =
          new Recipe(
                  pgd, TinyTask.descent(1), new Schedule.Constant(), 1, 50, 0, 0, List.of(), 0, 0)
              .with(Refinements.NONE.withAttackMode(mode));
      Network network = TinyTask.trainer(recipe).train(images, TinyTask.residual(), null).network();
      trained.put(mode, network.values().getOrDefault("conv1.weight", new float[0]));
    }

    assertThat(trained.get(Mode.TRAIN)).isNotEqualTo(trained.get(Mode.EVAL));
  }
}
