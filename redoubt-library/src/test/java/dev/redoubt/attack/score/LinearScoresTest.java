package dev.redoubt.attack.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.Victims;
import dev.redoubt.attack.query.Respondent;
import dev.redoubt.attack.query.Respondent.Result;
import dev.redoubt.data.Batch;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Linear scores, too far behind to ever win: how much of the possible rise is found is known. */
class LinearScoresTest {
  private static final InputSpec IMAGE = InputSpec.image(2, 3, 4);
  private static final int FEATURES = 24;
  private static final int ROWS = 4;

  /**
   * An attack under a threat.
   *
   * @param share of the largest rise that it finds
   */
  record Case(Attack<ScoreModel> attack, String threat, double share) {
    @Override
    public String toString() {
      return attack.name() + " " + threat;
    }
  }

  static List<Case> cases() {
    StepSize step = new StepSize.OfEpsilon(.2);
    return List.of(
        new Case(new Nes(1500), "linf:0.1", .97),
        new Case(new Nes(1500), "l2:0.5", .95),
        new Case(new Nes(1500, 10, .01, step, .5, 5, Objective.MARGIN), "linf:0.1", .85),
        new Case(new Spsa(1500, 16, .01, .01, Objective.MARGIN), "linf:0.1", .97),
        new Case(new Spsa(3000, 100, .01, .02, Objective.CROSS_ENTROPY), "l2:0.5", .96),
        new Case(new SimBa(100), "linf:0.1", .99999),
        new Case(new SimBa(1500), "l2:0.5", .8),
        new Case(SimBa.dct(1500), "linf:0.1", .75),
        new Case(new SimBa(1500, .05, new SimBa.Basis.LowFrequencies(.5)), "l2:0.5", .95),
        new Case(new SparseRs(1500), "l0:3", .99999));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theRiseIsNearlyTheLargest(Case given) {
    float[] w = Victims.weights(FEATURES, 4);
    Respondent model = Respondent.halfSpace(IMAGE, w, -100);
    float[][] samples = samples();
    Result found = attack(given.attack(), given.threat(), model, samples);
    for (int row = 0; row < ROWS; row++) {
      double best = largestRise(ThreatModel.parse(given.threat()), w, samples[row]);
      double rise = 0;
      for (int i = 0; i < FEATURES; i++) {
        rise += w[i] * ((double) found.points()[row][i] - samples[row][i]);
      }
      assertThat(rise / best).isBetween(given.share(), 1 + 1e-5);
    }
  }

  /** Values lie so that Linf and L2 balls stay within the box. */
  private static float[][] samples() {
    float[][] samples = new float[ROWS][FEATURES];
    for (int row = 0; row < ROWS; row++) {
      float[] pixels = Victims.pixels(FEATURES, row);
      for (int i = 0; i < FEATURES; i++) {
        samples[row][i] = .4f + .2f * pixels[i];
      }
    }
    return samples;
  }

  private static double largestRise(ThreatModel threat, float[] w, float[] x) {
    double[] gains = new double[FEATURES];
    double sizes = 0;
    double squares = 0;
    for (int i = 0; i < FEATURES; i++) {
      gains[i] = w[i] * ((w[i] > 0 ? 1 : 0) - (double) x[i]);
      sizes += Math.abs(w[i]);
      squares += (double) w[i] * w[i];
    }
    Arrays.sort(gains);
    return switch (threat.norm().name()) {
      case "linf" -> threat.epsilon() * sizes;
      case "l2" -> threat.epsilon() * Math.sqrt(squares);
      default -> Arrays.stream(gains).skip(FEATURES - (long) threat.epsilon()).sum();
    };
  }

  private static Result attack(
      Attack<ScoreModel> attack, String threat, Respondent model, float[][] samples) {
    return Result.of(
        () -> {
          Batch batch = model.batch(LongStream.range(0, samples.length).toArray(), samples);
          return attack.propose(
              model, batch, ThreatModel.parse(threat), Goal.untargeted(), batch.draws(5, ""));
        });
  }

  /** In the corner of the box half of each value's probes would be cut off, and say nothing. */
  @Test
  void probesStandInsideOfTheBox() {
    Respondent model = Respondent.halfSpace(IMAGE, Victims.weights(FEATURES, 4), -100);
    attack(
        new Spsa(200, 16, .01, .01, Objective.MARGIN),
        "linf:0.1",
        model,
        new float[][] {new float[FEATURES]});
    List<float[]> probes = model.asked(0).subList(1, 17);
    for (int i = 0; i < 16; i += 2) {
      for (int j = 0; j < FEATURES; j++) {
        assertThat(Math.abs(probes.get(i)[j] - probes.get(i + 1)[j])).isBetween(.0199f, .0201f);
      }
    }
  }

  /** Every value that is moved lies at a bound, and no more of them are moved than may be. */
  @Test
  void sparsePointsHaveFewValuesAtBounds() {
    float[][] samples = samples();
    for (String threat : new String[] {"l0:1", "l0:4.7", "l0:23", "l0:24", "l0:99"}) {
      Respondent model = Respondent.halfSpace(IMAGE, Victims.weights(FEATURES, 4), -100);
      attack(new SparseRs(300), threat, model, samples);
      int most = (int) Math.min(FEATURES, Double.parseDouble(threat.substring(3)));
      for (int row = 0; row < ROWS; row++) {
        assertThat(model.asked(row)).hasSize(300);
        for (float[] point : model.asked(row).subList(1, 300)) {
          int moved = 0;
          for (int i = 0; i < FEATURES; i++) {
            boolean same = point[i] == samples[row][i];
            assertThat(same || point[i] == 0 || point[i] == 1).isTrue();
            moved += same ? 0 : 1;
          }
          assertThat(moved).isEqualTo(most);
        }
      }
    }
  }

  @Test
  void noFeatureMayBeMovedUnderLessThanOne() {
    Respondent model = Respondent.halfSpace(IMAGE, Victims.weights(FEATURES, 4), -100);
    Result found = attack(new SparseRs(300), "l0:0.5", model, samples());
    assertThat(model.asked(0)).hasSize(1);
    assertThat(found.points()[0]).containsExactly(samples()[0]);
  }
}
