package dev.redoubt.detect.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.tensor.RandomStream;
import org.junit.jupiter.api.Test;

class LogisticRegressionTest {
  @Test
  void recoversTheCoefficientsThatMadeTheLabels() {
    int n = 40_000;
    double[] truth = {1.5, -.7, 0};
    RandomStream stream = RandomStream.of(3, -1, "logistic");
    double[][] rows = new double[n][3];
    boolean[] kinds = new boolean[n];
    for (int r = 0; r < n; r++) {
      double logit = -.4;
      for (int i = 0; i < 3; i++) {
        rows[r][i] = stream.gaussian();
        logit += truth[i] * rows[r][i];
      }
      kinds[r] = stream.uniform() < 1 / (1 + Math.exp(-logit));
    }
    LogisticRegression line = LogisticRegression.of(rows, kinds, 1e-3);
    assertThat(line.weights()).containsExactly(truth, within(.05)); // four standard errors
    assertThat(line.bias()).isCloseTo(-.4, within(.05));
    assertThat(line.logit(new double[] {1, 1, 1}))
        .isCloseTo(
            line.bias() + line.weights()[0] + line.weights()[1] + line.weights()[2], within(1e-12));
  }

  /** At the minimum of the penalised loss its slope vanishes: checked by a formula of its own. */
  @Test
  void theSlopeOfThePenalisedLossVanishes() {
    double[][] rows = {{0, 2}, {1, -1}, {3, 0}, {-2, 1}, {.5, .5}};
    boolean[] kinds = {true, false, true, false, false};
    double penalty = .3;
    LogisticRegression line = LogisticRegression.of(rows, kinds, penalty);
    for (int column = 0; column < 2; column++) {
      double slope = penalty * line.weights()[column];
      for (int r = 0; r < rows.length; r++) {
        double p = 1 / (1 + Math.exp(-line.logit(rows[r])));
        slope += (p - (kinds[r] ? 1 : 0)) * rows[r][column];
      }
      assertThat(slope).isCloseTo(0, within(1e-7));
    }
  }

  @Test
  void separableRowsWithFarOutliersGiveAFiniteLine() {
    double[][] rows = {{0}, {1}, {2}, {1e6}, {1e9}};
    boolean[] kinds = {false, false, false, true, true};
    LogisticRegression line = LogisticRegression.of(rows, kinds, 1);
    assertThat(line.weights()[0]).isFinite().isPositive();
    assertThat(line.logit(rows[4])).isGreaterThan(line.logit(rows[2]));
  }

  @Test
  void columnsThatNeverVaryHaveNoWeight() {
    double[][] rows = {{0, 1}, {0, 2}, {0, 3}, {0, 4}};
    boolean[] kinds = {false, true, false, true};
    LogisticRegression line = LogisticRegression.of(rows, kinds, 1);
    assertThat(line.weights()[0]).isZero();
    assertThat(line.weights()[1]).isPositive();
  }
}
