package dev.redoubt.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.loss.Margin;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PgdTest {
  private static final int FEATURES = 6;
  private static final Pgd RICH =
      new Pgd("rich", new CrossEntropy(), 10, new StepSize.OfEpsilon(0.25), 2, true, 0.5, true);

  @ParameterizedTest
  @ValueSource(strings = {"linf:0.05", "l2:0.15", "l1:0.3", "l0:2"})
  void aSamplesResultDoesNotDependOnItsBatch(String threat) {
    NetworkModel model = Victims.perceptron(FEATURES, 3, 5);
    Scope.run(
        () -> {
          Batch all = predicted(model, Victims.pixels(7 * FEATURES, 3), 7);
          int[] shuffled = {4, 0, 6, 2, 5, 1, 3};
          double[] together = run(RICH, model, all.rows(shuffled), threat, 1).doubles();
          for (int position = 0; position < 7; position++) {
            double[] alone = run(RICH, model, all.rows(shuffled[position]), threat, 1).doubles();
            double[] row =
                Arrays.copyOfRange(together, position * FEATURES, (position + 1) * FEATURES);
            assertThat(row).containsExactly(alone, within(1e-5));
          }
        });
  }

  @Test
  void theSeedDecides() {
    NetworkModel model = Victims.perceptron(FEATURES, 3, 5);
    Scope.run(
        () -> {
          Batch batch = predicted(model, Victims.pixels(4 * FEATURES, 3), 4);
          Pgd pgd = Pgd.of(1, new StepSize.OfEpsilon(0.01), 1);
          float[] once = run(pgd, model, batch, "linf:0.05", 1).floats();
          assertThat(run(pgd, model, batch, "linf:0.05", 1).floats()).containsExactly(once);
          assertThat(run(pgd, model, batch, "linf:0.05", 2).floats()).isNotEqualTo(once);
        });
  }

  @Test
  void everySampleAndEveryRestartStartsElsewhere() {
    NetworkModel model = Victims.halfSpace(new float[] {0.1f, 0.1f}, 10, 0, 1);
    Scope.run(
        () -> {
          float[] same = {0.5f, 0.5f, 0.5f, 0.5f};
          Batch batch = Victims.batch(same, 1, 1);
          StepSize tiny = new StepSize.OfEpsilon(1e-3);
          float[] first = run(Pgd.of(1, tiny, 1), model, batch, "linf:0.1", 1).floats();
          float[] second = run(Pgd.of(1, tiny, 2), model, batch, "linf:0.1", 1).floats();
          assertThat(Math.abs(first[0] - first[2])).isGreaterThan(1e-3f);
          assertThat(Math.abs(first[0] - second[0])).isGreaterThan(1e-3f);
        });
  }

  /** A success by a hair leaves the row in the search, but must not be lost to the steps after. */
  @Test
  void anAdversarialPointOnceFoundIsKept() {
    float[][] weight = {{0}, {1}, {-1}};
    float[] bias = {5e-5f, -0.5f, 0.5f};
    NetworkModel model = Victims.linear(weight, bias, 0, 1);
    StepSize overshooting = new StepSize.Absolute(0.10002);
    Pgd pgd = new Pgd("hair", new Margin(), 2, overshooting, 1, false, 0, true);
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {0.4f}, 2);
          Goal zero = new Goal.Targeted(new int[] {0});
          ThreatModel threat = ThreatModel.parse("linf:0.2");
          Tensor found = pgd.propose(model, batch, threat, zero, batch.draws(0, "")).points();
          assertThat(found.item()).isCloseTo(0.50002, within(1e-6));
        });
  }

  @Test
  void targetsAreReached() {
    float[][] weight = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    NetworkModel model = Victims.linear(weight, new float[3], 0, 1);
    Scope.run(
        () -> {
          float[] pixels = {0.6f, 0.5f, 0.4f, 0.6f, 0.5f, 0.4f, 0.4f, 0.5f, 0.6f};
          Batch batch = Victims.batch(pixels, 0, 0, 2);
          int[] targets = {1, 2, 0};
          for (String threat : new String[] {"linf:0.2", "l2:0.3", "l1:0.4", "l0:2"}) {
            Tensor found =
                Pgd.of(40, new StepSize.OfEpsilon(0.1), 2)
                    .propose(
                        model,
                        batch,
                        ThreatModel.parse(threat),
                        new Goal.Targeted(targets),
                        batch.draws(0, ""))
                    .points();
            assertThat(model.predict(found, batch.draws(0, "")).ints())
                .as(threat)
                .containsExactly(targets);
          }
        });
  }

  @Test
  void brokenSamplesLeaveAndRobustOnesCostAllSteps() {
    // Class 1 wins everywhere: label 0 is broken at the start, label 1 never.
    NetworkModel model = Victims.halfSpace(new float[] {0.1f, 0.1f}, 10, 0, 1);
    CountingModel counting = new CountingModel(model);
    Scope.run(
        () -> {
          Batch batch = Victims.batch(Victims.pixels(12, 1), 0, 1, 1, 0, 1, 1);
          run(Pgd.of(8, new StepSize.OfEpsilon(0.1), 3), counting, batch, "linf:0.1", 1);
        });
    assertThat(counting.forward()).isEqualTo(2 + 4 * 3 * (8 + 1));
    assertThat(counting.backward()).isEqualTo(2 + 4 * 3 * 8);
  }

  @Test
  void aSampleThatBreaksOnTheWayLeavesThere() {
    // From 0.5 the logit of class 1 rises by 0.1 a step and turns positive after three.
    NetworkModel model = Victims.halfSpace(new float[] {1}, -0.75f, 0, 1);
    CountingModel counting = new CountingModel(model);
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {0.5f, 0.1f}, 0, 0);
          double[] found = run(Pgd.bim(4), counting, batch, "linf:0.4", 1).doubles();
          assertThat(found).containsExactly(new double[] {0.8, 0.5}, within(1e-6));
        });
    assertThat(counting.forward()).isEqualTo(4 + 5);
    assertThat(counting.backward()).isEqualTo(4 + 4);
  }

  @Test
  void trainingTakesAllStepsOnAllSamples() {
    NetworkModel model = Victims.halfSpace(new float[] {0.1f, 0.1f}, 10, 0, 1);
    CountingModel counting = new CountingModel(model);
    Scope.run(
        () -> {
          Batch batch = Victims.batch(Victims.pixels(6, 1), 0, 1, 1);
          run(Pgd.forTraining(8, new StepSize.OfEpsilon(0.1)), counting, batch, "linf:0.1", 1);
        });
    assertThat(counting.forward()).isEqualTo(8 * 3);
    assertThat(counting.backward()).isEqualTo(8 * 3);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1})
  void momentumAccumulatesGradientsOfUnitSize(double decay) {
    // On the way to class 0, which is out of reach, the attack descends whichever of the logits
    // 3x - y and 2y - x is ahead: they take turns.
    float[][] weight = {{0, 0}, {3, -1}, {-1, 2}};
    float[] bias = {-9, 0, 0};
    NetworkModel model = Victims.linear(weight, bias, -1, 1);
    Pgd pgd = new Pgd("mi", new Margin(), 6, new StepSize.Absolute(0.1), 1, false, decay, false);
    double[] x = {0.1, 0.11};
    double[] velocity = new double[2];
    for (int step = 0; step < 6; step++) {
      boolean first = 3 * x[0] - x[1] > -x[0] + 2 * x[1];
      double[] gradient = first ? new double[] {-3, 1} : new double[] {1, -2};
      double size = Math.abs(gradient[0]) + Math.abs(gradient[1]);
      for (int i = 0; i < 2; i++) {
        velocity[i] = decay * velocity[i] + gradient[i] / size;
      }
      double length = Math.hypot(velocity[0], velocity[1]);
      for (int i = 0; i < 2; i++) {
        x[i] += 0.1 * velocity[i] / length;
      }
    }
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {0.1f, 0.11f}, 1);
          Tensor found =
              pgd.propose(
                      model,
                      batch,
                      ThreatModel.parse("l2:1"),
                      new Goal.Targeted(new int[] {0}),
                      batch.draws(0, ""))
                  .points();
          assertThat(found.doubles()).containsExactly(x, within(1e-5));
        });
  }

  @Test
  void badSettingsAreNamed() {
    StepSize size = new StepSize.Absolute(0.1);
    assertThatThrownBy(() -> Pgd.of(0, size, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessage("pgd-0 wants at least 1 step and 1 restart, not 0 and 1");
    assertThatThrownBy(() -> new Pgd("p", new CrossEntropy(), 1, size, 1, true, 1.5, true))
        .isInstanceOf(BadInputException.class)
        .hasMessage("p momentum must lie in [0, 1], not 1.5");
    assertThatThrownBy(() -> new Pgd("p", new CrossEntropy(), 1, size, 2, true, 0, false))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("can only restart");
    assertThatThrownBy(() -> StepSize.parse("-2/255"))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("step size must be positive and finite, not -0.0078");
  }

  private static Tensor run(Pgd pgd, GradientModel model, Batch batch, String threat, long seed) {
    return pgd.propose(
            model, batch, ThreatModel.parse(threat), Goal.untargeted(), batch.draws(seed, ""))
        .points();
  }

  /** A batch with the model's own predictions as labels, so that samples start unbroken. */
  private static Batch predicted(NetworkModel model, float[] pixels, int n) {
    Batch batch = Victims.batch(pixels, new int[n]);
    Tensor labels = model.predict(batch.inputs(), batch.draws(0, ""));
    return new Batch(batch.ids(), batch.inputs(), Layout.reshape(labels, -1));
  }
}
