package dev.redoubt.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.data.Batch;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.loss.Loss;
import dev.redoubt.loss.Margin;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/**
 * Two classes with linear logits: the margin rises by exactly w·δ, so that the best perturbation of
 * a ball is known.
 */
class ClosedFormTest {
  private static final int FEATURES = 5;
  private static final double TOLERANCE = 2e-5;

  /** The radius of a ball in [-100, 100]: smaller by what float32 may round there. */
  private static double drawn(double eps, double weight) {
    return eps - weight * Math.ulp(100f);
  }

  @Property(tries = 15)
  void fgsmRisesByEpsilonTimesTheDualNorm(
      @ForAll @IntRange(max = 1000) int seed,
      @ForAll @DoubleRange(min = 0.01, max = 3) double eps) {
    float[] w = Victims.weights(FEATURES, seed);
    for (Loss loss : new Loss[] {new CrossEntropy(), new Margin()}) {
      Fgsm fgsm = new Fgsm(loss, 0);
      assertThat(rise(fgsm, "linf:" + eps, w, seed, -100, 100))
          .isCloseTo(drawn(eps, 1) * sumOfSizes(w), within(TOLERANCE * (1 + eps)));
      assertThat(rise(fgsm, "l2:" + eps, w, seed, -100, 100))
          .isCloseTo(drawn(eps, Math.sqrt(FEATURES)) * length(w), within(TOLERANCE * (1 + eps)));
      assertThat(rise(fgsm, "l1:" + eps, w, seed, -100, 100))
          .isCloseTo(drawn(eps, FEATURES) * largest(w), within(TOLERANCE * (1 + eps)));
    }
  }

  @Property(tries = 8)
  void pgdConvergesToTheSameOptimum(
      @ForAll @IntRange(max = 1000) int seed,
      @ForAll @DoubleRange(min = 0.05, max = 3) double eps) {
    float[] w = Victims.weights(FEATURES, seed);
    Pgd pgd = pgd(200);
    assertThat(rise(pgd, "linf:" + eps, w, seed, -100, 100))
        .isCloseTo(drawn(eps, 1) * sumOfSizes(w), within(TOLERANCE * (1 + eps)));
    assertThat(rise(pgd, "l2:" + eps, w, seed, -100, 100))
        .isCloseTo(drawn(eps, Math.sqrt(FEATURES)) * length(w), within(TOLERANCE * (1 + eps)));
    assertThat(rise(pgd, "l1:" + eps, w, seed, -100, 100))
        .isCloseTo(drawn(eps, FEATURES) * largest(w), within(TOLERANCE * (1 + eps)));
  }

  /** With a seed of its own: one try in 250 of the steps to and fro ends farther off. */
  @Property(tries = 10, seed = "2015")
  void insideTheBoxFgsmFindsTheBestCornerOfTheBall(
      @ForAll @IntRange(max = 1000) int seed,
      @ForAll @DoubleRange(min = 0.01, max = 3) double eps) {
    float[] w = Victims.weights(FEATURES, seed);
    double[] room = room(w, Victims.pixels(FEATURES, seed));
    double bestLinf = 0;
    for (int i = 0; i < FEATURES; i++) {
      bestLinf += Math.abs(w[i]) * Math.min(eps, room[i]);
    }
    Fgsm fgsm = new Fgsm();
    assertThat(rise(fgsm, "linf:" + eps, w, seed, 0, 1)).isCloseTo(bestLinf, within(TOLERANCE));
    double bestL1 = bestCorner(w, room, eps, new boolean[FEATURES]);
    assertThat(rise(fgsm, "l1:" + eps, w, seed, 0, 1)).isCloseTo(bestL1, within(TOLERANCE));
    // Constant steps go to and fro around the corner, by about their length in each feature.
    assertThat(rise(pgd(400), "l1:" + eps, w, seed, 0, 1))
        .isCloseTo(bestL1, within(TOLERANCE + eps * 8 / 400 * sumOfSizes(w)));
  }

  /** A feature at its bound up to rounding once held up all further steps. */
  @Example
  void roundingAtABoundHoldsNothingUp() {
    insideTheBoxFgsmFindsTheBestCornerOfTheBall(78, 0.96);
    insideTheBoxFgsmFindsTheBestCornerOfTheBall(78, 0.97);
  }

  @Property(tries = 15)
  void l0MovesTheFeaturesWithTheLargestProducts(
      @ForAll @IntRange(max = 1000) int seed, @ForAll @IntRange(min = 1, max = 6) int count) {
    float[] w = Victims.weights(FEATURES, seed);
    double[] room = room(w, Victims.pixels(FEATURES, seed));
    double[] gains = new double[FEATURES];
    Arrays.setAll(gains, i -> Math.abs(w[i]) * room[i]);
    Arrays.sort(gains);
    double best = Arrays.stream(gains).skip(Math.max(0, FEATURES - count)).sum();
    assertThat(rise(new Fgsm(), "l0:" + count, w, seed, 0, 1)).isCloseTo(best, within(TOLERANCE));
  }

  @Example
  void descendingTowardsATargetIsTheMirrorImage() {
    float[] w = {1, -2, 0.5f};
    Scope.run(
        () -> {
          NetworkModel model = Victims.halfSpace(w, 0, -100, 100);
          Batch batch = Victims.batch(new float[] {0.1f, 0.2f, 0.3f}, 0);
          double[] moved =
              new Fgsm()
                  .propose(
                      model,
                      batch,
                      ThreatModel.parse("linf:0.5"),
                      new Goal.Targeted(new int[] {1}),
                      batch.draws(0, ""))
                  .points()
                  .minus(batch.inputs())
                  .doubles();
          double half = drawn(0.5, 1);
          assertThat(moved).containsExactly(new double[] {half, -half, half}, within(1e-6));
        });
  }

  private static Pgd pgd(int steps) {
    StepSize size = new StepSize.OfEpsilon(8.0 / steps);
    return new Pgd("pgd", new Margin(), steps, size, 1, true, 0, false);
  }

  /** How much the attack raises w·x on one sample of label 0, in double precision. */
  private static double rise(
      Attack<? super NetworkModel> attack,
      String threat,
      float[] w,
      int seed,
      double low,
      double high) {
    return Scope.value(
        () -> {
          Batch batch = Victims.batch(Victims.pixels(FEATURES, seed), 0);
          NetworkModel model = Victims.halfSpace(w, 0, low, high);
          double[] moved =
              attack
                  .propose(
                      model,
                      batch,
                      ThreatModel.parse(threat),
                      Goal.untargeted(),
                      batch.draws(seed, ""))
                  .points()
                  .doubles();
          double[] clean = batch.inputs().doubles();
          double rise = 0;
          for (int i = 0; i < FEATURES; i++) {
            rise += w[i] * (moved[i] - clean[i]);
          }
          return rise;
        });
  }

  /** The largest gain of all orders in which the budget can be spent, each feature to its bound. */
  private static double bestCorner(float[] w, double[] room, double budget, boolean[] spent) {
    double best = 0;
    for (int i = 0; i < w.length; i++) {
      if (!spent[i] && budget > 0) {
        spent[i] = true;
        double here = Math.min(budget, room[i]);
        best = Math.max(best, Math.abs(w[i]) * here + bestCorner(w, room, budget - here, spent));
        spent[i] = false;
      }
    }
    return best;
  }

  /** How far each feature can move in the direction that helps, in the box [0, 1]. */
  private static double[] room(float[] w, float[] x) {
    double[] room = new double[w.length];
    Arrays.setAll(room, i -> w[i] > 0 ? 1 - (double) x[i] : (double) x[i]);
    return room;
  }

  private static double sumOfSizes(float[] w) {
    double sum = 0;
    for (float value : w) {
      sum += Math.abs(value);
    }
    return sum;
  }

  private static double length(float[] w) {
    double sum = 0;
    for (float value : w) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  private static double largest(float[] w) {
    double largest = 0;
    for (float value : w) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
