package dev.redoubt.detect.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Dataset;
import dev.redoubt.detect.score.LocalIntrinsicDimensionality;
import dev.redoubt.detect.score.NeighbourDistances;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.Observation;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LocalIntrinsicDimensionalityTest {
  private static final Dataset CLEAN = Classroom.samples(Classroom.TABLE, 90, 5);
  private static final Dataset OTHERS = Classroom.samples(Classroom.TABLE, 30, 6);
  private static final NetworkModel MODEL = Classroom.perceptron();
  private static final LocalIntrinsicDimensionalityFit FIT =
      new LocalIntrinsicDimensionalityFit(6, 30, List.of());

  /** Sorted distances and equation 4 in plain doubles, for what is no reference. */
  @Test
  void agreesWithADirectComputation() {
    Lessons lessons = Classroom.lessons(MODEL, CLEAN);
    LocalIntrinsicDimensionality score = FIT.fit(lessons);
    double[] expected = new double[OTHERS.size()];
    for (String layer : List.of("tanh1", "relu2")) {
      double[][] references = references(score, layer);
      double[][] unseen =
          Arrays.stream(Examination.vectors(lessons, CLEAN, layer))
              .filter(f -> !isReference(f, references))
              .toArray(double[][]::new);
      assertThat(unseen.length).isEqualTo(60);
      double[] own =
          PlainStatistics.standardised(
              estimates(Examination.vectors(lessons, OTHERS, layer), references),
              estimates(unseen, references));
      for (int row = 0; row < own.length; row++) {
        expected[row] += own[row] / 2;
      }
    }
    assertThat(Examination.scores(MODEL, score, OTHERS)).containsExactly(expected, within(2e-3));
  }

  private static double[][] references(LocalIntrinsicDimensionality score, String layer) {
    Tensor own = score.distances().references().get(layer);
    assertThat(own).isNotNull();
    return Examination.rows(Objects.requireNonNull(own));
  }

  private static boolean isReference(double[] f, double[][] references) {
    return Arrays.stream(references).anyMatch(r -> PlainStatistics.squaredDistance(f, r) < 1e-10);
  }

  private static double[] estimates(double[][] rows, double[][] references) {
    return Arrays.stream(rows)
        .mapToDouble(
            f -> {
              double[] r =
                  Arrays.stream(references)
                      .mapToDouble(one -> Math.sqrt(PlainStatistics.squaredDistance(f, one)))
                      .sorted()
                      .limit(6)
                      .toArray();
              double mean = 0;
              for (double distance : r) {
                mean += Math.log(distance / r[5]) / 6;
              }
              return -1 / mean;
            })
        .toArray();
  }

  /** One reference at distance 0, the others at 1, 2, 4 and 8: by hand. */
  @Test
  void theSampleItselfIsNoNeighbour() {
    assertThat(estimate(3, 0, 1, 2, 4, 8)).isEqualTo(1 / Math.log(2), within(1e-9));
    assertThat(estimate(4, 0, 1, 2, 4, 8)).isEqualTo(4 / (6 * Math.log(2)), within(1e-9));
    assertThat(estimate(3, 1e-6, 1, 2, 4, 8))
        .as("the sample itself, computed in another batch")
        .isEqualTo(1 / Math.log(2), within(1e-9));
    assertThat(estimate(3, 1, 2, 4, 8)).isEqualTo(1 / Math.log(2), within(1e-9));
  }

  @Test
  void fewerNeighboursThanAskedForAreEnough() {
    assertThat(estimate(4, 0, 0, 0, 1, 4)).isEqualTo(1 / Math.log(2), within(1e-9));
    assertThat(estimate(2, 0, 0, 0)).isZero();
    assertThat(estimate(2, 5, 5, 5)).isEqualTo(1e4, within(1e-6));
  }

  /** The estimate at the point 7 on a line, with references at these distances. */
  private static double estimate(int neighbours, double... distances) {
    double[] places = Arrays.stream(distances).map(distance -> 7 + distance).toArray();
    return Scope.value(
        () -> {
          NeighbourDistances lid =
              new NeighbourDistances(
                  Map.of("line", Tensors.of(places, places.length, 1)), neighbours);
          Tensor at = Tensors.of(new double[] {7}, 1, 1);
          Observation seen = new Observation(at.plus(0), Map.of("line", at));
          return lid.of(seen, (x, draws) -> x, at, Draws.NONE).item();
        });
  }

  @Test
  void theGradientIsTheScores() {
    LocalIntrinsicDimensionality score = FIT.fit(Classroom.contrasted(MODEL, CLEAN));
    Examination.assertThatItsGradientIsRight(MODEL, score, OTHERS, 0, 4, 7, 11);
  }

  @Test
  void rowsStandForThemselves() {
    Examination.assertThatRowsStandForThemselves(
        MODEL, FIT.fit(Classroom.lessons(MODEL, CLEAN)), OTHERS);
  }

  @Test
  void theStateMakesTheSameScoreAgain() {
    for (Lessons lessons :
        List.of(Classroom.lessons(MODEL, CLEAN), Classroom.contrasted(MODEL, CLEAN))) {
      LocalIntrinsicDimensionality score = FIT.fit(lessons);
      Examination.assertThatItIsTheSame(
          MODEL, score, LocalIntrinsicDimensionality.of(score.state()), OTHERS);
      assertThat(score.settings()).containsEntry("references", 30).containsEntry("neighbours", 6);
    }
  }

  @Test
  void fartherFeaturesAreMoreSuspicious() {
    Examination.assertThatFartherFeaturesAreMoreSuspicious(
        MODEL, FIT.fit(Classroom.lessons(MODEL, CLEAN)), OTHERS);
  }

  @Test
  void scoresAreFinite() {
    LocalIntrinsicDimensionality score = FIT.fit(Classroom.lessons(MODEL, CLEAN));
    Examination.assertThatItStaysFinite(MODEL, score);
    assertThat(Arrays.stream(Examination.scores(MODEL, score, CLEAN))) // references among them
        .allMatch(one -> Math.abs(one) < 10);
  }

  @Test
  void badSettingsAndDataAreNamed() {
    assertThatThrownBy(() -> new LocalIntrinsicDimensionalityFit(20, 20, List.of()))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "detector lid wants at least 2 neighbours and more references than neighbours, not 20"
                + " neighbours and 20 references");
    assertThatThrownBy(
            () -> new LocalIntrinsicDimensionalityFit().fit(Classroom.lessons(MODEL, CLEAN)))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "detector lid wants at least 200 clean samples for 100 references, but classroom has"
                + " 90");
  }
}
