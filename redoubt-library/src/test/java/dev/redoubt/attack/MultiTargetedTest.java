package dev.redoubt.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.Margin;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultiTargetedTest {
  private static final StepSize TENTH = new StepSize.OfEpsilon(.1);

  /** At x: 0, .9 x - .5 and .5 - 5 x, so that class 0 wins between .1 and .56. */
  private static final NetworkModel LINE =
      Victims.linear(new float[][] {{0}, {.9f}, {-5}}, new float[] {0, -.5f, .5f}, 0, 1);

  private static Candidates run(MultiTargeted attack, GradientModel model, Batch batch, Goal goal) {
    return attack.propose(model, batch, ThreatModel.parse("linf:0.45"), goal, batch.draws(1, ""));
  }

  @Test
  void whatIsBrokenAsItIsCostsOneLook() {
    CountingModel counting = new CountingModel(LINE);
    Batch batch = Victims.batch(new float[] {.9f, .5f}, 0, 0);
    Scope.run(
        () -> {
          MultiTargeted attack = new MultiTargeted(2, 30, TENTH, 1);
          Candidates clean = run(attack, counting, batch.rows(0), Goal.untargeted());
          assertThat(clean.points().floats()).containsExactly(.9f);
          assertThat(clean.steps()).containsExactly(0);
          assertThat(counting.forward()).isEqualTo(1);
          assertThat(counting.backward()).isZero();
          Candidates found = run(attack, counting, batch, Goal.untargeted());
          // It breaks in the first run, which ends with the look that sees it.
          assertThat(found.steps()[1]).isBetween(0, 30);
          assertThat(counting.backward()).isEqualTo(found.steps()[1] + 1);
          assertThat(counting.forward()).isEqualTo(1 + 2 + counting.backward());
        });
  }

  @Test
  void aRowThatNeverBreaksCostsAllTargetsAndRestarts() {
    NetworkModel safe =
        Victims.linear(
            new float[][] {{0, 0}, {.1f, 0}, {0, .1f}, {.1f, .1f}}, new float[] {9, 0, 0, 0}, 0, 1);
    CountingModel counting = new CountingModel(safe);
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {.5f, .5f, .2f, .3f}, 0, 0);
          Candidates found =
              run(new MultiTargeted(9, 5, TENTH, 2), counting, batch, Goal.untargeted());
          assertThat(found.steps()).containsExactly(3 * 2 * 5, 3 * 2 * 5);
        });
    assertThat(counting.forward()).isEqualTo(2 * (1 + 3 * 2 * (5 + 1)));
    assertThat(counting.backward()).isEqualTo(2 * 3 * 2 * 5);
  }

  /** Class 1 is likeliest and never wins in the ball; on the way to it class 2 is lost. */
  @Test
  void aClassThatAnotherHidesIsFound() {
    float[][] weight = {{0, 0}, {.05f, -.05f}, {0, .6f}};
    NetworkModel model = Victims.linear(weight, new float[] {1, .95f, .5f}, 0, 1);
    Pgd plain = new Pgd("plain", new Margin(), 40, TENTH, 1, false, 0, true);
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {.3f, .5f}, 0);
          assertThat(predicted(plain, model, batch)).isZero();
          assertThat(predicted(new MultiTargeted(1, 40, TENTH, 1), model, batch)).isZero();
          assertThat(predicted(new MultiTargeted(2, 40, TENTH, 1), model, batch)).isEqualTo(2);
        });
  }

  private static int predicted(Attack<GradientModel> attack, NetworkModel model, Batch batch) {
    Tensor found =
        attack
            .propose(
                model, batch, ThreatModel.parse("linf:0.45"), Goal.untargeted(), batch.draws(1, ""))
            .points();
    return model.predict(found, batch.draws(0, "")).ints()[0];
  }

  @Test
  void aTargetIsReached() {
    float[][] weight = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    NetworkModel model = Victims.linear(weight, new float[3], 0, 1);
    Scope.run(
        () -> {
          float[] pixels = {0.6f, 0.5f, 0.4f, 0.6f, 0.5f, 0.4f, 0.4f, 0.5f, 0.6f};
          Batch batch = Victims.batch(pixels, 0, 0, 2);
          int[] targets = {1, 2, 0};
          Candidates found =
              run(new MultiTargeted(9, 20, TENTH, 1), model, batch, new Goal.Targeted(targets));
          assertThat(model.predict(found.points(), batch.draws(0, "")).ints())
              .containsExactly(targets);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"linf:0.05", "l2:0.15", "l1:0.3", "l0:2"})
  void aSamplesResultDoesNotDependOnItsBatch(String threat) {
    NetworkModel model = Victims.perceptron(6, 4, 5);
    MultiTargeted attack = new MultiTargeted(3, 6, TENTH, 2);
    Scope.run(
        () -> {
          Batch all = Victims.predicted(model, Victims.pixels(5 * 6, 3), 5);
          int[] shuffled = {4, 0, 2, 1, 3};
          Batch mixed = all.rows(shuffled);
          double[] together = points(attack, model, mixed, threat);
          for (int position = 0; position < 5; position++) {
            double[] alone = points(attack, model, all.rows(shuffled[position]), threat);
            assertThat(Arrays.copyOfRange(together, position * 6, (position + 1) * 6))
                .containsExactly(alone, within(1e-5));
          }
        });
  }

  private static double[] points(
      MultiTargeted attack, GradientModel model, Batch batch, String threat) {
    return attack
        .propose(model, batch, ThreatModel.parse(threat), Goal.untargeted(), batch.draws(1, ""))
        .points()
        .doubles();
  }

  @Test
  void badSettingsAreNamed() {
    assertThatThrownBy(() -> new MultiTargeted(0, 1, TENTH, 2))
        .isInstanceOf(BadInputException.class)
        .hasMessage("multi-targeted wants at least 1 target, 1 step and 1 restart, not 0, 1 and 2");
  }
}
