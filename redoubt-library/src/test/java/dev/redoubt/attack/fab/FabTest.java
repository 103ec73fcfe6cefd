package dev.redoubt.attack.fab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.CountingModel;
import dev.redoubt.attack.Victims;
import dev.redoubt.data.Batch;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import org.junit.jupiter.api.Test;

/** The search on models so small that its course is known. */
class FabTest {
  private static final ThreatModel SMALL = ThreatModel.parse("linf:0.1");

  /** On a line, two classes: the boundary is at 0.75, and the first step goes 1.05 times there. */
  private static final NetworkModel LINE = Victims.halfSpace(new float[] {1}, -0.75f, 0, 1);

  @Test
  void aRowLeavesAtItsFirstPointWithinEpsilonAndOthersTakeAllSteps() {
    CountingModel counting = new CountingModel(LINE);
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {0.7f, 0.2f}, 0, 0);
          Candidates found = propose(new Fab(7, 1), counting, batch, SMALL);
          assertThat(found.points().doubles())
              .containsExactly(new double[] {0.7525, 0.2}, within(1e-6));
          assertThat(found.steps()).containsExactly(1, 7);
        });
    assertThat(counting.forward()).isEqualTo(2 + 2 + 2 * 7);
    assertThat(counting.backward()).isEqualTo(1 + 7);
  }

  /** From 0.645 the first step ends at 0.75525, beyond epsilon; the way back and on, within it. */
  @Test
  void aPointBeyondEpsilonIsNoSuccessButTheSearchGoesOn() {
    double x = 0.645;
    double epsilon = 0.107;
    double first = x + 1.05 * (0.75 - x);
    double second = x + 0.9 * (first - x);
    double alpha = (0.75 - second) / (0.75 - second + 0.75 - x);
    double next = (1 - alpha) * (second + 1.05 * (0.75 - second)) + alpha * (x + 1.05 * (0.75 - x));
    assertThat(first - x).isGreaterThan(epsilon);
    assertThat(alpha).isLessThan(0.1);
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {(float) x}, 0);
          Candidates found =
              propose(new Fab(), new CountingModel(LINE), batch, ThreatModel.parse("linf:0.107"));
          assertThat(found.points().item()).isCloseTo(next, within(1e-6));
          assertThat(found.steps()).containsExactly(2);
        });
  }

  /** As above, with so little room for the clean point's projection that it is used up. */
  @Test
  void theShareOfTheCleanPointIsBounded() {
    double x = 0.645;
    double second = x + 0.9 * 1.05 * (0.75 - x);
    double next = 0.99 * (second + 1.05 * (0.75 - second)) + 0.01 * (x + 1.05 * (0.75 - x));
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {(float) x}, 0);
          Candidates found =
              propose(
                  new Fab(5, 1, 0.01, 1.05, 0.9),
                  new CountingModel(LINE),
                  batch,
                  ThreatModel.parse("linf:0.107"));
          assertThat(found.points().item()).isCloseTo(next, within(1e-6));
        });
  }

  @Test
  void whatIsMisclassifiedAlreadyIsLeftAlone() {
    CountingModel counting = new CountingModel(LINE);
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {0.9f, 0.9f, 0.1f}, 0, 0, 1);
          Candidates found = propose(new Fab(7, 2), counting, batch, SMALL);
          assertThat(found.points().floats()).containsExactly(0.9f, 0.9f, 0.1f);
          assertThat(found.steps()).containsExactly(0, 0, 0);
        });
    assertThat(counting.forward()).isEqualTo(3);
    assertThat(counting.backward()).isEqualTo(0);
  }

  /** Logits so small that no margin is clear: the point is kept, but all steps are taken. */
  @Test
  void aSuccessByAHairIsKeptAndTheSearchGoesOn() {
    NetworkModel faint = Victims.halfSpace(new float[] {1e-4f}, -0.75e-4f, 0, 1);
    CountingModel counting = new CountingModel(faint);
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {0.7f, 0.76f}, 0, 0);
          Candidates found = propose(new Fab(5, 1), counting, batch, SMALL);
          assertThat(faint.predict(found.points(), batch.draws(0, "")).ints())
              .containsExactly(1, 1);
          // The last success by a hair is the one that is kept.
          assertThat(found.steps()).containsExactly(5, 0);
        });
    assertThat(counting.forward()).isEqualTo(2 + 2 * 5 * 2);
    assertThat(counting.backward()).isEqualTo(2 * 5);
  }

  /** The original takes a backward pass for each class; all but the true one are enough. */
  @Test
  void aStepTakesOneBackwardPassForEachOtherClass() {
    float[][] weight = {{0.1f}, {0.2f}, {0.3f}, {-0.1f}};
    CountingModel counting =
        new CountingModel(Victims.linear(weight, new float[] {9, 0, 0, 0}, 0, 1));
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {0.5f, 0.6f}, 0, 0);
          Candidates found = propose(new Fab(4, 3), counting, batch, SMALL);
          assertThat(found.points().floats()).containsExactly(0.5f, 0.6f);
          assertThat(found.steps()).containsExactly(12, 12);
        });
    assertThat(counting.forward()).isEqualTo(2 * (1 + 3 * 4 * 2));
    assertThat(counting.backward()).isEqualTo(2 * 3 * 4 * 3);
  }

  /** Class 1 is the likelier one in both rows, class 2 the nearer one in the first. */
  @Test
  void itGoesToTheNearestClassNotTheLikeliest() {
    float[][] weight = {{0, 0}, {1, 0}, {0, 8}};
    NetworkModel model = Victims.linear(weight, new float[] {1, 0, -1}, 0, 2);
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {0.5f, 0.125f, 0.95f, 0.125f}, 0, 0);
          Candidates found =
              propose(new Fab(1, 1), new CountingModel(model), batch, ThreatModel.parse("l2:0.3"));
          assertThat(found.points().doubles())
              .containsExactly(
                  new double[] {0.5, 0.125 + 1.05 * 0.125, 0.95 + 1.05 * 0.05, 0.125},
                  within(1e-6));
        });
  }

  @Test
  void underAGoalOnlyTheTargetCounts() {
    float[][] weight = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    NetworkModel model = Victims.linear(weight, new float[3], 0, 1);
    Scope.run(
        () -> {
          float[] pixels = {0.6f, 0.55f, 0.3f, 0.6f, 0.55f, 0.3f, 0.3f, 0.5f, 0.6f};
          Batch batch = Victims.batch(pixels, 0, 0, 2);
          Goal goal = new Goal.Targeted(new int[] {2, 1, 2});
          ThreatModel threat = ThreatModel.parse("linf:0.2");
          for (boolean targeted : new boolean[] {false, true}) {
            CountingModel counting = new CountingModel(model);
            Fab fab = new Fab(20, 1);
            Candidates found =
                targeted
                    ? new FabT(fab, 9).propose(counting, batch, threat, goal, batch.draws(0, ""))
                    : fab.propose(counting, batch, threat, goal, batch.draws(0, ""));
            assertThat(model.predict(found.points(), batch.draws(0, "")).ints())
                .containsExactly(2, 1, 2);
            assertThat(found.points().floats()).endsWith(0.3f, 0.5f, 0.6f);
            assertThat(found.steps()[0]).as("two classes are ahead of the target").isGreaterThan(1);
            assertThat(found.steps()[1]).isEqualTo(1);
            assertThat(found.steps()[2]).isEqualTo(20);
            assertThat(counting.backward()).isEqualTo(found.steps()[0] + 1 + 20);
          }
        });
  }

  @Test
  void badSettingsAreNamed() {
    assertThatThrownBy(() -> new Fab(0, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessage("fab wants at least 1 step and 1 restart, not 0 and 1");
    assertThatThrownBy(() -> new Fab(1, 0)).isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> new Fab(1, 1, 1.5, 1.05, 0.9))
        .isInstanceOf(BadInputException.class)
        .hasMessage("fab alpha_max must lie in [0, 1], not 1.5");
    assertThatThrownBy(() -> new Fab(1, 1, 0.1, 0.9, 0.9))
        .isInstanceOf(BadInputException.class)
        .hasMessage("fab eta must be finite and at least 1, not 0.9");
    assertThatThrownBy(() -> new Fab(1, 1, 0.1, 1.05, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessage("fab beta must lie between 0 and 1, not 1.0");
    assertThatThrownBy(() -> new FabT(new Fab(), 0))
        .isInstanceOf(BadInputException.class)
        .hasMessage("fab-t wants at least 1 target, not 0");
  }

  @Test
  void l0IsRefused() {
    ThreatModel sparse = ThreatModel.parse("l0:3");
    assertThat(new Fab().refuses(sparse, LINE))
        .contains("attack fab has no form for l0, only for linf, l2 and l1");
    assertThat(new FabT().refuses(sparse, LINE))
        .contains("attack fab-t has no form for l0, only for linf, l2 and l1");
    assertThat(new Fab().refuses(SMALL, LINE)).isEmpty();
  }

  @Test
  void settingsAreTheAuthors() {
    assertThat(new FabT().settings())
        .hasToString("{steps=100, restarts=1, alpha_max=0.1, eta=1.05, beta=0.9, targets=9}");
  }

  private static Candidates propose(Fab fab, CountingModel model, Batch batch, ThreatModel threat) {
    return fab.propose(model, batch, threat, Goal.untargeted(), batch.draws(1, ""));
  }
}
