package dev.redoubt.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import org.junit.jupiter.api.Test;

class TargetedLossesTest {
  private static final float[] LOGITS = {3, -1, 2.5f, 0.5f, 7, 0, 1, 2, 3, 4};

  private static double[] of(TargetedLoss loss, double scale, int[] labels, int[] targets) {
    return Scope.value(
        () -> {
          Tensor logits = Tensors.of(LOGITS, 2, 5).times(scale);
          return loss.perSample(logits, Tensors.ofInts(labels), Tensors.ofInts(targets)).doubles();
        });
  }

  @Test
  void marginIsTargetLessLabel() {
    assertThat(of(new TargetedMargin(), 1, new int[] {0, 4}, new int[] {2, 0}))
        .containsExactly(-0.5, -4);
  }

  /** Sorted, the first row is 7, 3, 2.5, .5, -1; the second 4, 3, 2, 1, 0. */
  @Test
  void dlrDividesByTheSpreadOfTheOrderStatistics() {
    double[] expected = {-0.5 / (7 - (2.5 + 0.5) / 2), -4 / (4 - (2 + 1) / 2.0)};
    int[] labels = {0, 4};
    int[] targets = {2, 0};
    assertThat(of(new TargetedDlr(), 1, labels, targets)).containsExactly(expected, within(1e-6));
    assertThat(of(new TargetedDlr(), 1000, labels, targets))
        .containsExactly(expected, within(1e-6));
    assertThat(new TargetedDlr().leastClasses()).isEqualTo(4);
  }
}
