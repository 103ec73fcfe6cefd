package dev.redoubt.attack.fab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.BoxedPlane;
import dev.redoubt.attack.Victims;
import dev.redoubt.data.Batch;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class FabPropertiesTest {
  private static final int FEATURES = 6;
  private static final int ROWS = 7;
  private static final List<Attack<GradientModel>> ATTACKS =
      List.of(new Fab(6, 2), new FabT(new Fab(4, 2), 9));

  /** Some of the rows are misclassified to begin with. */
  @Property(tries = 8)
  void proposesMisclassifiedPointsInBallAndBoxOrTheCleanOne(
      @ForAll @IntRange(max = 10_000) int seed,
      @ForAll @DoubleRange(min = 0.01, max = 1) double epsilon) {
    NetworkModel model = Victims.perceptron(FEATURES, 3, seed);
    for (String spec : List.of("linf:" + epsilon, "l2:" + epsilon, "l1:" + 2 * epsilon)) {
      ThreatModel threat = ThreatModel.parse(spec);
      for (Attack<GradientModel> attack : ATTACKS) {
        Scope.run(() -> check(attack, model, threat, seed));
      }
    }
  }

  private static void check(
      Attack<GradientModel> attack, NetworkModel model, ThreatModel threat, int seed) {
    int[] labels = {0, 1, 2, 0, 1, 2, 0};
    Batch batch = Victims.batch(Victims.pixels(ROWS * FEATURES, seed), labels);
    Tensor points = run(attack, model, batch, threat, seed);
    double[] clean = batch.inputs().doubles();
    double[] found = points.doubles();
    int[] predicted = model.predict(points, batch.draws(0, "")).ints();
    for (int row = 0; row < ROWS; row++) {
      double[] delta = new double[FEATURES];
      for (int i = 0; i < FEATURES; i++) {
        double value = found[row * FEATURES + i];
        assertThat(value).as("%s %s", attack.name(), threat).isBetween(0.0, 1.0);
        delta[i] = value - clean[row * FEATURES + i];
      }
      BoxedPlane plane = new BoxedPlane(delta, delta, delta, 1);
      double distance = plane.length(threat.norm(), delta);
      assertThat(distance).as("%s %s", attack.name(), threat).isLessThanOrEqualTo(threat.epsilon());
      assertThat(distance == 0 || predicted[row] != labels[row])
          .as("%s %s", attack.name(), threat)
          .isTrue();
    }
  }

  /**
   * Fixed seeds: where a point hits by a hair, last bits that differ between batch shapes can turn
   * the rest of the way.
   */
  @Example
  void aSamplesResultDoesNotDependOnItsBatch() {
    for (int seed : new int[] {1, 2, 3}) {
      checkIndependence(seed);
    }
  }

  private static void checkIndependence(int seed) {
    NetworkModel model = Victims.perceptron(FEATURES, 3, seed);
    for (String spec : List.of("linf:0.3", "l2:0.5", "l1:1")) {
      ThreatModel threat = ThreatModel.parse(spec);
      for (Attack<GradientModel> attack : ATTACKS) {
        Scope.run(
            () -> {
              Batch all = predicted(model, seed);
              int[] shuffled = {4, 0, 6, 2, 5, 1, 3};
              double[] together = run(attack, model, all.rows(shuffled), threat, 1).doubles();
              for (int at = 0; at < ROWS; at++) {
                double[] alone = run(attack, model, all.rows(shuffled[at]), threat, 1).doubles();
                assertThat(Arrays.copyOfRange(together, at * FEATURES, (at + 1) * FEATURES))
                    .as("%s %s", attack.name(), threat)
                    .containsExactly(alone, within(1e-4));
              }
            });
      }
    }
  }

  @Example
  void oneRestartIsDeterministicAndTheSeedDecidesAboutTheOthers() {
    NetworkModel model = Victims.perceptron(FEATURES, 3, 2);
    Scope.run(
        () -> {
          Batch batch = predicted(model, 4);
          float[] once = closest(new Fab(8, 1), model, batch, 1);
          assertThat(closest(new Fab(8, 1), model, batch, 2)).containsExactly(once);
          float[] more = closest(new Fab(8, 3), model, batch, 1);
          assertThat(closest(new Fab(8, 3), model, batch, 1)).containsExactly(more);
          assertThat(closest(new Fab(8, 3), model, batch, 2)).isNotEqualTo(more);
        });
  }

  private static float[] closest(Fab fab, NetworkModel model, Batch batch, long seed) {
    return fab.closest(
            model,
            batch,
            ThreatModel.parse("l2:1").norm(),
            Goal.untargeted(),
            batch.draws(seed, ""))
        .points()
        .floats();
  }

  private static Tensor run(
      Attack<GradientModel> attack,
      NetworkModel model,
      Batch batch,
      ThreatModel threat,
      long seed) {
    return attack.propose(model, batch, threat, Goal.untargeted(), batch.draws(seed, "")).points();
  }

  /** Labelled as the model has it, so that samples start unbroken. */
  private static Batch predicted(NetworkModel model, int seed) {
    Batch batch = Victims.batch(Victims.pixels(ROWS * FEATURES, seed), new int[ROWS]);
    return new Batch(
        batch.ids(), batch.inputs(), model.predict(batch.inputs(), batch.draws(0, "")));
  }
}
