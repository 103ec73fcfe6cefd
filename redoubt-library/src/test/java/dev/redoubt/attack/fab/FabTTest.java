package dev.redoubt.attack.fab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.CountingModel;
import dev.redoubt.attack.Victims;
import dev.redoubt.data.Batch;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FabTTest {
  private static final ThreatModel SMALL = ThreatModel.parse("linf:0.1");

  /**
   * Class 0 has the logit 1. Class 2 alone reacts to a feature of its own so strongly that it can
   * be reached; the classes 1 and 3 stay at 0.9 and 0.7. So the number of steps tells which target
   * it was, one step each.
   */
  @Test
  void targetsComeInTheOrderOfTheCleanLogits() {
    float[][] weight = {{0, 0, 0}, {0.01f, 0, 0}, {0, 10, 0}, {0, 0, 0.01f}};
    NetworkModel model = Victims.linear(weight, new float[] {1, 0.9f, 0, 0.7f}, 0, 1);
    Scope.run(
        () -> {
          float[] pixels = {0, 0.095f, 0, 0, 0.08f, 0, 0, 0.05f, 0};
          Batch batch = Victims.batch(pixels, 0, 0, 0);
          Candidates found = propose(new FabT(new Fab(1, 1), 9), model, batch);
          assertThat(found.steps()).containsExactly(1, 2, 3);
          assertThat(model.predict(found.points(), batch.draws(0, "")).ints())
              .containsExactly(2, 2, 2);
          assertThat(propose(new FabT(new Fab(1, 1), 2), model, batch).points().floats())
              .endsWith(0, 0.05f, 0);
        });
  }

  @Test
  void eachTargetIsTriedOnWhatIsUnbrokenWithOneBackwardPassAStep() {
    // Three classes, so two targets of the nine; the second and fourth row can't be broken.
    float[][] weight = {{0, 0}, {1, 0}, {0, 1}};
    CountingModel counting =
        new CountingModel(Victims.linear(weight, new float[] {0.75f, 0, 0}, 0, 1));
    Scope.run(
        () -> {
          float[] pixels = {0.7f, 0.1f, 0.3f, 0.2f, 0.1f, 0.7f, 0.1f, 0.3f};
          Batch batch = Victims.batch(pixels, 0, 0, 0, 0);
          Candidates found = propose(new FabT(new Fab(6, 1), 9), counting, batch);
          assertThat(found.steps()).containsExactly(1, 12, 1, 12);
        });
    assertThat(counting.forward()).isEqualTo(4 + 2 * (1 + 1) + 2 * 2 * 6 * 2);
    assertThat(counting.backward()).isEqualTo(1 + 1 + 2 * 2 * 6);
  }

  @Test
  void restartsComeTargetByTarget() {
    float[][] weight = {{0, 0, 0}, {0.01f, 0, 0}, {0, 10, 0}, {0, 0, 0.01f}};
    NetworkModel model = Victims.linear(weight, new float[] {1, 0.9f, 0, 0.7f}, 0, 1);
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {0, 0.05f, 0}, 0);
          // Two targets before the right one, two restarts of three steps each.
          int steps = propose(new FabT(new Fab(3, 2), 9), model, batch).steps()[0];
          assertThat(steps).isEqualTo(2 * 2 * 3 + 1);
        });
  }

  @Test
  void manyTargetsAreAsManyAsThereAre() {
    NetworkModel model = Victims.perceptron(4, 3, 1);
    Scope.run(
        () -> {
          Batch batch = Victims.batch(Victims.pixels(8, 1), 0, 1);
          FabT fab = new FabT(new Fab(2, 1), Integer.MAX_VALUE);
          assertThat(IntStream.of(propose(fab, model, batch).steps())).allMatch(n -> n <= 4);
        });
  }

  private static Candidates propose(FabT fab, GradientModel model, Batch batch) {
    return fab.propose(model, batch, SMALL, Goal.untargeted(), batch.draws(1, ""));
  }
}
