package dev.redoubt.attack.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.MinimumNormAttack;
import dev.redoubt.attack.Victims;
import dev.redoubt.attack.query.Respondent;
import dev.redoubt.data.Batch;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.Norm;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How near decision-based attacks come to the boundary, which is known for two linear classes. */
class DistanceTest {
  private static final InputSpec IMAGE = InputSpec.image(1, 8, 8);
  private static final int FEATURES = 64;
  private static final int ROWS = 6;
  private static final int ENOUGH = 4000;

  /**
   * An attack by budget.
   *
   * @param slack share of the true distance by which {@link #ENOUGH} queries may miss it
   */
  record Case(
      String name, IntFunction<MinimumNormAttack<LabelModel>> attack, Norm norm, double slack) {
    @Override
    public String toString() {
      return name + " " + norm.name();
    }
  }

  static List<Case> cases() {
    return List.of(
        new Case("hopskipjump", HopSkipJump::new, new L2(), .04),
        new Case("hopskipjump", HopSkipJump::new, new Linf(), .08),
        new Case("boundary", Boundary::new, new L2(), .04),
        new Case(
            "boundary:short", q -> new Boundary(q, 1, .003, .003, new NoiseStarts()), new L2(), .4),
        new Case("boundary:3", q -> new Boundary(q, 3, .1, .1, new NoiseStarts()), new L2(), .15),
        new Case("geoda", GeoDa::new, new L2(), .03),
        new Case("geoda", GeoDa::new, new Linf(), .04));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theDistanceOfALinearBoundaryIsFound(Case given) {
    float[] w = Victims.weights(FEATURES, 3);
    Respondent model = Respondent.halfSpace(IMAGE, w, -3);
    float[][] samples = new float[ROWS][FEATURES];
    for (int i = 0; i < ROWS; i++) {
      // Away from the bounds, which then are not in the way of the shortest perturbation.
      RandomStream.of(i, 0, "sample").fillUniform(samples[i], 0, FEATURES, .3, .7);
    }
    double[] found = distances(given, ENOUGH, model, samples);
    for (int row = 0; row < ROWS; row++) {
      double gap = -3;
      double dual = 0;
      for (int i = 0; i < FEATURES; i++) {
        gap += (double) w[i] * samples[row][i];
        dual += given.norm() instanceof L2 ? (double) w[i] * w[i] : Math.abs(w[i]);
      }
      double shortest = Math.abs(gap) / (given.norm() instanceof L2 ? Math.sqrt(dual) : dual);
      assertThat(found[row])
          .isBetween(shortest * (1 - 1e-4), shortest * (1 + given.slack()) + 1e-4);
    }
  }

  /** A step of the length of the distance leads beyond the band, and has to be halved. */
  @Test
  void hopSkipJumpFindsANarrowBand() {
    Respondent model =
        Respondent.of(
            IMAGE,
            2,
            x -> {
              double mean = 0;
              for (float value : x) {
                mean += value / FEATURES;
              }
              return new double[] {.035, .07 - Math.abs(mean - .385)};
            });
    float[][] samples = new float[3][FEATURES];
    for (int i = 0; i < 3; i++) {
      RandomStream.of(i, 0, "sample").fillUniform(samples[i], 0, FEATURES, .25, .35);
    }
    Case given = new Case("hopskipjump", HopSkipJump::new, new L2(), .05);
    double[] found = distances(given, 2000, model, samples);
    for (int row = 0; row < 3; row++) {
      double mean = 0;
      for (float value : samples[row]) {
        mean += (double) value / FEATURES;
      }
      double shortest = (.35 - mean) * Math.sqrt(FEATURES);
      assertThat(found[row]).isBetween(shortest * (1 - 1e-4), shortest * (1 + given.slack()));
    }
  }

  /** Also on curved boundaries, and up to the last query. */
  @ParameterizedTest
  @MethodSource("cases")
  void aLargerBudgetNeverEndsFarther(Case given) {
    Respondent model = Respondent.perceptron(IMAGE, 3, 8);
    float[][] samples = new float[ROWS][];
    Arrays.setAll(samples, i -> Victims.pixels(FEATURES, 20 + i));
    double[] before = new double[ROWS];
    Arrays.fill(before, Double.POSITIVE_INFINITY);
    double[] first = new double[ROWS];
    for (int queries : new int[] {20, 40, 80, 150, 300, 301, 450, 700, 1000}) {
      double[] now = distances(given, queries, model, samples);
      for (int row = 0; row < ROWS; row++) {
        double reached = now[row] == 0 ? Double.POSITIVE_INFINITY : now[row];
        assertThat(reached).isLessThanOrEqualTo(before[row]);
        before[row] = reached;
      }
      first = queries == 40 ? before.clone() : first;
    }
    for (int row = 0; row < ROWS; row++) {
      assertThat(before[row]).isLessThan(first[row]);
    }
  }

  private static double[] distances(Case given, int queries, Respondent model, float[][] samples) {
    long[] ids = LongStream.range(0, samples.length).toArray();
    return Scope.value(
        () -> {
          Batch batch = model.batch(ids, samples);
          Candidates found =
              given
                  .attack()
                  .apply(queries)
                  .closest(
                      model.labels(),
                      batch,
                      given.norm(),
                      Goal.untargeted(),
                      batch.draws(1, "attack"));
          return given.norm().distance(found.points(), batch.inputs()).doubles();
        });
  }
}
