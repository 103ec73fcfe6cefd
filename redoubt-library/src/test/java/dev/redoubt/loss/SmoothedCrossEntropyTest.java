package dev.redoubt.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Smoothed labels against the cross-entropy with the whole target distribution. */
class SmoothedCrossEntropyTest {
  private static final float[] LOGITS = {1, -2, .5f, 3, 0, .25f};
  private static final int[] LABELS = {2, 0};

  @ParameterizedTest
  @ValueSource(doubles = {0, .1, .5, .99})
  void isTheCrossEntropyOfTheSmoothedTarget(double smoothing) {
    double[] losses =
        Scope.value(
            () ->
                new SmoothedCrossEntropy(smoothing)
                    .perSample(Tensors.of(LOGITS, 2, 3), Tensors.ofInts(LABELS))
                    .doubles());
    for (int row = 0; row < 2; row++) {
      double sum = 0;
      for (int k = 0; k < 3; k++) {
        sum += Math.exp(LOGITS[3 * row + k]);
      }
      double expected = 0;
      for (int k = 0; k < 3; k++) {
        double target = smoothing / 3 + (k == LABELS[row] ? 1 - smoothing : 0);
        expected -= target * (LOGITS[3 * row + k] - Math.log(sum));
      }
      assertThat(losses[row]).isCloseTo(expected, within(1e-5));
    }
  }

  @Test
  void shareIsChecked() {
    for (double bad : new double[] {-.1, 1, Double.NaN}) {
      assertThatThrownBy(() -> new SmoothedCrossEntropy(bad))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("label smoothing");
    }
  }
}
