package dev.redoubt.detect.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.data.InputSpec;
import dev.redoubt.detect.score.ClassDistances;
import dev.redoubt.detect.score.Mahalanobis;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.Relu;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MahalanobisTest {
  /** 30 samples of classes 0 and 2, 15 of class 1. */
  private static final Dataset CLEAN =
      DatasetView.select(
          Classroom.samples(Classroom.TABLE, 90, 5),
          IntStream.range(0, 90).filter(row -> row % 3 != 1 || row > 45).toArray());

  private static final Dataset OTHERS = Classroom.samples(Classroom.TABLE, 30, 6);
  private static final NetworkModel MODEL = Classroom.perceptron();

  /** Every step in plain doubles: means, shrunk covariance, inverse, distance, mean of layers. */
  @Test
  void agreesWithADirectComputation() {
    Lessons lessons = Classroom.lessons(MODEL, CLEAN);
    double[] expected = new double[OTHERS.size()];
    for (String layer : List.of("tanh1", "relu2")) {
      double[] own =
          PlainStatistics.standardised(
              distances(lessons, OTHERS, layer), distances(lessons, CLEAN, layer));
      for (int row = 0; row < own.length; row++) {
        expected[row] += own[row] / 2;
      }
    }
    double[] found = Examination.scores(MODEL, new MahalanobisFit().fit(lessons), OTHERS);
    assertThat(found).containsExactly(expected, within(2e-3));
  }

  private static double[] distances(Lessons lessons, Dataset samples, String layer) {
    double[][] known = Examination.vectors(lessons, lessons.clean(), layer);
    int[] labels = IntStream.range(0, known.length).map(lessons.clean()::label).toArray();
    double[][] means = PlainStatistics.classMeans(known, labels, Classroom.CLASSES);
    double[][] left = new double[known.length][];
    for (int row = 0; row < known.length; row++) {
      left[row] = PlainStatistics.minus(known[row], means[labels[row]]);
    }
    double[][] inverse = PlainStatistics.inverse(PlainStatistics.ledoitWolf(left).matrix());
    return Arrays.stream(Examination.vectors(lessons, samples, layer))
        .mapToDouble(
            f ->
                Arrays.stream(means)
                    .mapToDouble(
                        mean -> PlainStatistics.form(inverse, PlainStatistics.minus(f, mean)))
                    .min()
                    .orElseThrow())
        .toArray();
  }

  @Test
  void channelsOfImagesAreAveraged() {
    NetworkModel pictures = Classroom.pictures();
    Dataset clean = Classroom.samples(Classroom.IMAGE, 60, 5);
    Lessons lessons = Classroom.lessons(pictures, clean);
    Mahalanobis score = new MahalanobisFit(List.of("relu1"), 0).fit(lessons);
    double[] expected =
        PlainStatistics.standardised(
            distances(lessons, clean, "relu1"), distances(lessons, clean, "relu1"));
    assertThat(Examination.scores(pictures, score, clean)).containsExactly(expected, within(2e-3));
  }

  @Test
  void theGradientIsTheScores() {
    Mahalanobis score = new MahalanobisFit().fit(Classroom.contrasted(MODEL, CLEAN));
    Examination.assertThatItsGradientIsRight(MODEL, score, OTHERS, 0, 4, 7, 11);
  }

  @Test
  void rowsStandForThemselvesAlsoWhenInputsAreMoved() {
    for (double noise : new double[] {0, .01}) {
      Mahalanobis score =
          new MahalanobisFit(List.of(), noise).fit(Classroom.contrasted(MODEL, CLEAN));
      Examination.assertThatRowsStandForThemselves(MODEL, score, OTHERS);
      assertThat(score.passes()).isEqualTo(noise == 0 ? 0 : 2);
    }
  }

  /** The input moves down the slope of the sum of distances, found here by differences. */
  @Test
  void theInputIsMovedTowardsTheNearestClass() {
    Lessons lessons = Classroom.lessons(MODEL, CLEAN);
    NetworkModel twin = MODEL.inDoublePrecision().orElseThrow();
    Mahalanobis still = new MahalanobisFit(List.of("relu2"), 0).fit(lessons);
    double noise = .003;
    Mahalanobis moving =
        new Mahalanobis(
            new ClassDistances(still.distances().gaussians(), noise), still.combination());
    Scope.run(
        () -> {
          Batch batch = Batch.read(OTHERS, new int[] {0, 1, 2, 3, 4}, Device.CPU);
          Draws draws = batch.draws(1, "");
          Tensor x = batch.inputs().to(DType.FLOAT64);
          Tensor leaf = Autograd.variable(x);
          Tensor slope =
              Autograd.grad(Reductions.sum(Examination.score(twin, still, leaf, draws)), leaf);
          Tensor moved = x.plus(-noise, Elementwise.sign(slope));
          double[] expected = Examination.score(twin, still, moved, draws).doubles();
          double[] before = Examination.score(twin, still, x, draws).doubles();
          double[] found =
              Autograd.noGrad(() -> Examination.score(twin, moving, x, draws)).doubles();
          assertThat(found).containsExactly(expected, within(1e-9));
          for (int row = 0; row < found.length; row++) {
            assertThat(found[row]).isLessThan(before[row]);
          }
          Tensor at = Autograd.variable(moved);
          double[] held =
              Autograd.grad(Reductions.sum(Examination.score(twin, still, at, draws)), at)
                  .doubles();
          Tensor from = Autograd.variable(x);
          assertThat(
                  Autograd.grad(Reductions.sum(Examination.score(twin, moving, from, draws)), from)
                      .doubles())
              .as("the move is a constant")
              .containsExactly(held, within(1e-9));
        });
  }

  @Test
  void theStateMakesTheSameScoreAgain() {
    for (Lessons lessons :
        List.of(Classroom.lessons(MODEL, CLEAN), Classroom.contrasted(MODEL, CLEAN))) {
      Mahalanobis score = new MahalanobisFit(List.of("fc2", "relu2"), .002).fit(lessons);
      Examination.assertThatItIsTheSame(MODEL, score, Mahalanobis.of(score.state()), OTHERS);
    }
  }

  @Test
  void learnsTheContrast() {
    Lessons lessons = Classroom.contrasted(MODEL, CLEAN);
    Mahalanobis score = new MahalanobisFit().fit(lessons);
    assertThat(score.settings()).containsEntry("combination", "logistic");
    Dataset far = Classroom.contrasted(MODEL, OTHERS).contrast().orElseThrow().adversarial();
    double[] clean = Examination.scores(MODEL, score, OTHERS);
    double[] adversarial = Examination.scores(MODEL, score, far);
    assertThat(Arrays.stream(clean).average().orElseThrow()).isNegative();
    assertThat(Arrays.stream(adversarial).average().orElseThrow()).isPositive();
  }

  @Test
  void fartherFeaturesAreMoreSuspicious() {
    Mahalanobis score = new MahalanobisFit().fit(Classroom.lessons(MODEL, CLEAN));
    Examination.assertThatFartherFeaturesAreMoreSuspicious(MODEL, score, OTHERS);
  }

  @Test
  void scoresAreFinite() {
    Lessons lessons = Classroom.lessons(MODEL, CLEAN);
    Examination.assertThatItStaysFinite(MODEL, new MahalanobisFit().fit(lessons));
    Examination.assertThatItStaysFinite(MODEL, new MahalanobisFit(List.of(), .01).fit(lessons));
  }

  /** A unit that is dead on all samples, and a layer that is: nothing is known, distances grow. */
  @Test
  void layersThatNeverVaryDoNoHarm() {
    Graph graph =
        Graph.builder()
            .then("fc1", new Linear(6, 4))
            .then("relu1", new Relu())
            .then("fc2", new Linear(4, Classroom.CLASSES))
            .build();
    Map<String, float[]> weights = new HashMap<>(Network.create(graph, 3).values());
    for (float[] bias : List.of(new float[] {-50, -50, -50, -50}, new float[] {-50, 3, 3, 3})) {
      weights.put("fc1.bias", bias);
      NetworkModel dead =
          new NetworkModel("dead", Network.of(graph, weights), Classroom.TABLE, Classroom.CLASSES);
      Mahalanobis score = new MahalanobisFit().fit(Classroom.lessons(dead, CLEAN));
      Examination.assertThatItStaysFinite(dead, score);
      assertThat(Arrays.stream(Examination.scores(dead, score, OTHERS))).allMatch(Double::isFinite);
    }
  }

  @Test
  void badSettingsAndDataAreNamed() {
    assertThatThrownBy(() -> new MahalanobisFit(List.of(), -1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("noise");
    Dataset two =
        DatasetView.select(
            CLEAN, IntStream.range(0, 75).filter(row -> CLEAN.label(row) != 1).toArray());
    assertThatThrownBy(() -> new MahalanobisFit().fit(Classroom.lessons(MODEL, two)))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "detector mahalanobis wants clean samples of every class, but classroom has none of"
                + " class 1");
    InputSpec wide = new InputSpec(List.of(2), 0, 1);
    Graph graph =
        Graph.builder()
            .then("fc1", new Linear(2, 9000))
            .then("relu1", new Relu())
            .then("fc2", new Linear(9000, 3))
            .build();
    NetworkModel model = new NetworkModel("wide", Network.create(graph, 1), wide, 3);
    assertThatThrownBy(
            () -> new MahalanobisFit().fit(Classroom.lessons(model, Classroom.samples(wide, 9, 1))))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("layer relu1 has 9,000 values a sample");
  }
}
