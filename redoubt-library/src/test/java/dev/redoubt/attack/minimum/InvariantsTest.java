package dev.redoubt.attack.minimum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.CountingModel;
import dev.redoubt.attack.Jittered;
import dev.redoubt.attack.Victims;
import dev.redoubt.data.Batch;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.Norm;
import dev.redoubt.threat.ThreatModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for all attacks in all their norms. */
class InvariantsTest {
  private static final String ALL = "dev.redoubt.attack.minimum.Tried#all";
  private static final int FEATURES = 12;
  private static final int ROWS = 7;
  private static final NetworkModel MODEL = Victims.perceptron(FEATURES, 4, 5);

  /** Rows labelled as the model has them. */
  private static Batch batch() {
    Batch given = Victims.batch(Victims.pixels(ROWS * FEATURES, 8), new int[ROWS]);
    Tensor labels = MODEL.predict(given.inputs(), given.draws(0, ""));
    return new Batch(given.ids(), given.inputs(), labels);
  }

  private static Candidates closest(Tried tried, GradientModel model, Batch batch, Goal goal) {
    return tried.attack().closest(model, batch, tried.norm(), goal, batch.draws(1, "test"));
  }

  private static boolean[] met(Tensor points, Batch batch, Goal goal) {
    return goal.met(MODEL.predict(points, batch.draws(0, "")), batch.labels());
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void whatIsFoundMeetsTheGoalInsideTheBox(Tried tried) {
    Scope.run(
        () -> {
          Batch batch = batch();
          Goal goal = Goal.untargeted();
          Candidates found = closest(tried, MODEL, batch, goal);
          for (double value : found.points().doubles()) {
            assertThat(value).isBetween(0.0, 1.0);
          }
          boolean[] met = met(found.points(), batch, goal);
          double[] distances = tried.norm().distance(found.points(), batch.inputs()).doubles();
          int hits = 0;
          for (int row = 0; row < ROWS; row++) {
            assertThat(met[row]).as("row %d", row).isEqualTo(distances[row] > 0);
            hits += met[row] ? 1 : 0;
          }
          assertThat(hits).isGreaterThanOrEqualTo(tried.least());
        });
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void noCandidateIsBeyondTheBudget(Tried tried) {
    Scope.run(
        () -> {
          Batch batch = batch();
          double[] distances =
              distances(tried.norm(), closest(tried, MODEL, batch, Goal.untargeted()), batch);
          double epsilon = Arrays.stream(distances).filter(d -> d > 0).sorted().toArray()[1];
          ThreatModel threat = ThreatModel.parse(tried.norm().name() + ":" + epsilon * 1.01);
          Candidates found =
              tried
                  .attack()
                  .propose(MODEL, batch, threat, Goal.untargeted(), batch.draws(1, "test"));
          double[] within = distances(tried.norm(), found, batch);
          assertThat(Arrays.stream(within).max().orElseThrow()).isLessThanOrEqualTo(epsilon * 1.01);
          assertThat(Arrays.stream(within).filter(d -> d > 0).count()).isGreaterThanOrEqualTo(2);
        });
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aRowDoesNotDependOnItsBatch(Tried tried) {
    Scope.run(
        () -> {
          Batch batch = batch();
          Goal goal = Goal.untargeted();
          Candidates whole = closest(tried, MODEL, batch, goal);
          int[] backwards = IntStream.range(0, ROWS).map(i -> ROWS - 1 - i).toArray();
          Candidates turned = closest(tried, MODEL, batch.rows(backwards), goal);
          double[] expected = distances(tried.norm(), whole, batch);
          double[] other = distances(tried.norm(), turned, batch.rows(backwards));
          for (int row = 0; row < ROWS; row++) {
            Candidates alone = closest(tried, MODEL, batch.rows(row), goal);
            assertThat(distances(tried.norm(), alone, batch.rows(row))[0])
                .as("row %d alone", row)
                .isCloseTo(expected[row], within(1e-4 * (1 + expected[row])));
            assertThat(other[ROWS - 1 - row])
                .as("row %d in another order", row)
                .isCloseTo(expected[row], within(1e-4 * (1 + expected[row])));
          }
        });
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void whatMeetsTheGoalAsItIsCostsOneLook(Tried tried) {
    CountingModel counting = new CountingModel(MODEL);
    Scope.run(
        () -> {
          Batch batch = batch();
          int[] wrong = IntStream.of(batch.labels().ints()).map(label -> (label + 1) % 4).toArray();
          Batch mislabelled = Victims.batch(batch.inputs().floats(), wrong);
          Candidates found = closest(tried, counting, mislabelled, Goal.untargeted());
          assertThat(found.points().floats()).containsExactly(batch.inputs().floats());
          assertThat(found.steps()).containsOnly(0);
        });
    assertThat(counting.forward()).isEqualTo(ROWS);
    assertThat(counting.backward()).isZero();
  }

  /** Class 0 is out of reach of the others, and the second row is no number. */
  @ParameterizedTest
  @MethodSource(ALL)
  void whatIsNeverAdversarialKeepsItsCleanPoint(Tried tried) {
    NetworkModel hopeless =
        Victims.linear(
            new float[][] {{0, 0}, {1, 2}, {Float.MIN_VALUE, 0}}, new float[] {99, 0, 0}, 0, 1);
    Scope.run(
        () -> {
          float[] pixels = {0.5f, 0.25f, 0.5f, Float.NaN};
          Batch batch = Victims.batch(pixels, 0, 0);
          Candidates found = closest(tried, hopeless, batch, Goal.untargeted());
          assertThat(found.points().floats()).containsExactly(pixels);
          assertThat(found.steps()[0]).isPositive();
        });
  }

  /** The first row and the last are the same; the one between them is no number. */
  @ParameterizedTest
  @MethodSource(ALL)
  void logitsThatAreNoNumbersSpoilNoOtherRow(Tried tried) {
    Scope.run(
        () -> {
          Batch clean = batch();
          float[] pixels = clean.inputs().floats();
          Arrays.fill(pixels, FEATURES, 2 * FEATURES, Float.NaN);
          Batch spoilt = Victims.batch(pixels, clean.labels().ints());
          Goal goal = Goal.untargeted();
          float[] expected = closest(tried, MODEL, clean.rows(0, 2, 3), goal).points().floats();
          float[] found =
              Layout.rows(closest(tried, MODEL, spoilt, goal).points(), 0, 2, 3).floats();
          assertThat(found).containsExactly(expected, within(1e-4f));
        });
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void underAGoalOnlyTheTargetCounts(Tried tried) {
    Scope.run(
        () -> {
          Batch batch = batch();
          int[] targets =
              IntStream.of(batch.labels().ints()).map(label -> (label + 2) % 4).toArray();
          targets[1] = batch.labels().ints()[1];
          Goal goal = new Goal.Targeted(targets);
          Candidates found = closest(tried, MODEL, batch, goal);
          boolean[] met = met(found.points(), batch, goal);
          double[] distances = distances(tried.norm(), found, batch);
          int hits = 0;
          for (int row = 0; row < ROWS; row++) {
            assertThat(met[row]).as("row %d", row).isEqualTo(distances[row] > 0);
            hits += met[row] ? 1 : 0;
          }
          assertThat(met[1]).as("whose target is its label").isFalse();
          assertThat(hits).isGreaterThanOrEqualTo(tried.least());
        });
  }

  /** The same images, once in [0, 1] and once in [-40, 60]. */
  @ParameterizedTest
  @MethodSource(ALL)
  void theScaleOfTheBoxDoesNotMatter(Tried tried) {
    float[][] weight = new float[3][];
    float[][] stretched = new float[3][FEATURES];
    float[] bias = {0.1f, 0.2f, -0.1f};
    float[] shifted = bias.clone();
    for (int k = 0; k < 3; k++) {
      weight[k] = Victims.weights(FEATURES, k);
      for (int i = 0; i < FEATURES; i++) {
        stretched[k][i] = weight[k][i] / 100;
        shifted[k] += 40 * stretched[k][i];
      }
    }
    NetworkModel unit = Victims.linear(weight, bias, 0, 1);
    NetworkModel wide = Victims.linear(stretched, shifted, -40, 60);
    Scope.run(
        () -> {
          float[] pixels = Victims.pixels(ROWS * FEATURES, 8);
          Batch given = Victims.batch(pixels, new int[ROWS]);
          Batch small =
              new Batch(
                  given.ids(), given.inputs(), unit.predict(given.inputs(), given.draws(0, "")));
          Batch large = new Batch(given.ids(), given.inputs().times(100).minus(40), small.labels());
          double[] expected =
              distances(tried.norm(), closest(tried, unit, small, Goal.untargeted()), small);
          double[] found =
              distances(tried.norm(), closest(tried, wide, large, Goal.untargeted()), large);
          double scale = tried.norm().name().equals("l0") ? 1 : 100;
          for (int row = 0; row < ROWS; row++) {
            // Rounding changes the course a little, and what is found in the end by less.
            assertThat(found[row] / scale)
                .as("row %d", row)
                .isCloseTo(expected[row], within(0.01 * expected[row]));
          }
        });
  }

  /** Every pass has draws of its own, keyed by the rows that pass. */
  @ParameterizedTest
  @MethodSource(ALL)
  void randomModelsAreDrawnAfreshInEveryPass(Tried tried) {
    List<String> purposes = new ArrayList<>();
    Jittered model = new Jittered(MODEL, 1e-3, purposes);
    Scope.run(
        () -> {
          Batch batch = batch();
          Candidates found = closest(tried, model, batch, Goal.untargeted());
          assertThat(Arrays.stream(distances(tried.norm(), found, batch)).filter(d -> d > 0))
              .hasSizeGreaterThanOrEqualTo(tried.least());
        });
    assertThat(purposes).hasSizeGreaterThan(2).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void otherNormsAreRefusedAndTheRightOnesNamed(Tried tried) {
    for (Norm norm : Norm.all()) {
      ThreatModel threat = ThreatModel.parse(norm.name() + ":1");
      if (tried.attack().norms().contains(norm)) {
        assertThat(tried.attack().refuses(threat, MODEL)).isEmpty();
      } else {
        String start =
            "attack %s has no form for %s, only for ".formatted(tried.attack().name(), norm.name());
        assertThat(tried.attack().refuses(threat, MODEL).orElseThrow())
            .startsWith(start)
            .contains(tried.norm().name());
        Tried wrong = new Tried(tried.attack(), norm, 0);
        assertThatThrownBy(() -> Scope.run(() -> closest(wrong, MODEL, batch(), Goal.untargeted())))
            .isInstanceOf(BadInputException.class)
            .hasMessageStartingWith(start);
      }
    }
  }

  private static double[] distances(Norm norm, Candidates found, Batch batch) {
    return norm.distance(found.points(), batch.inputs()).doubles();
  }
}
