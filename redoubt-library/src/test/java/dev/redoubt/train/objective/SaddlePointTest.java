package dev.redoubt.train.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.attack.StepSize;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Objective;
import dev.redoubt.train.Recipe;
import dev.redoubt.train.Schedule;
import dev.redoubt.train.Trainer;
import dev.redoubt.train.TrainingListener;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The inner and the outer problem really alternate: with a single weight w the adversary takes
 * {@code ε|w|} off every margin, so the worst-case loss is a function of w alone, whose minimum is
 * found by bisection. Labels are noisy, so that it is finite.
 */
class SaddlePointTest {
  private static final double EPSILON = .4;
  private static final double[] SIZES = {.6, 1, 1.4, .8};
  private static final int N = 40;
  private static final Dataset DATA = data();

  /** Points of both signs; every fifth has the other class's label. */
  private static Dataset data() {
    float[] values = new float[N];
    int[] labels = new int[N];
    for (int i = 0; i < N; i++) {
      int sign = i % 2 == 0 ? 1 : -1;
      values[i] = (float) (sign * SIZES[i / 2 % 4]);
      labels[i] = (sign > 0) == (i % 5 != 0) ? 1 : 0;
    }
    return FloatDataset.of(
        new DatasetInfo("line", "train", new InputSpec(List.of(1), -4, 4), List.of("-", "+")),
        labels,
        values);
  }

  /** The derivative of the mean of log(1 + exp(-(y·x·w - ε|w|))) for w > 0. */
  private static double slope(double w, double epsilon) {
    double sum = 0;
    float[] x = new float[1];
    for (int i = 0; i < N; i++) {
      DATA.read(i, x, 0);
      double perWeight = (2 * DATA.label(i) - 1) * x[0] - epsilon;
      sum -= perWeight / (1 + Math.exp(perWeight * w));
    }
    return sum / N;
  }

  private static double saddle(double epsilon) {
    double low = 0;
    double high = 20;
    for (int i = 0; i < 100; i++) {
      double middle = (low + high) / 2;
      if (slope(middle, epsilon) < 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** From the wrong side, so that the worst points change sides on the way. */
  private static double trained(Objective objective, double epsilonWarmup) {
    OneWeight trainee = new OneWeight(DATA.input(), -1);
    Recipe recipe =
        new Recipe(
            objective,
            new Optimizer.Sgd(4, 0, false, 0),
            new Schedule.Constant(),
            40,
            N,
            epsilonWarmup,
            0,
            List.of(),
            0,
            1);
    new Trainer(recipe, Device.CPU, TrainingListener.silent())
        .train(DATA, Optional.empty(), trainee, null);
    return trainee.value();
  }

  @ParameterizedTest
  @ValueSource(strings = {"linf", "l2", "l1"})
  void pgdTrainingReachesTheSaddlePoint(String norm) {
    ThreatModel threat = ThreatModel.parse(norm + ":" + EPSILON);
    PgdTraining pgd = new PgdTraining(threat, 10, new StepSize.OfEpsilon(.25));
    assertThat(trained(pgd, 0)).isCloseTo(saddle(EPSILON), within(1e-3));
    assertThat(trained(pgd, 10)).isCloseTo(saddle(EPSILON), within(1e-3));
  }

  @Test
  void singleStepReachesItToo() {
    FgsmTraining fgsm = new FgsmTraining(ThreatModel.parse("linf:" + EPSILON));
    assertThat(trained(fgsm, 0)).isCloseTo(saddle(EPSILON), within(1e-3));
  }

  @Test
  void standardTrainingEndsElsewhere() {
    assertThat(trained(new StandardTraining(), 0)).isCloseTo(saddle(0), within(1e-3));
    assertThat(saddle(0) - saddle(EPSILON)).isGreaterThan(.2);
  }
}
