package dev.redoubt.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.data.Batch;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Goal;
import org.junit.jupiter.api.Test;

class LossGradientTest {
  private static final float[] W = {1.5f, -0.5f};
  private static final float[] X = {0.2f, 0.4f, 0.9f, 0.1f, 0.5f, 0.5f};

  /** The cross-entropy of logits 0 and w·x has the gradient (p - y)·w, in a batch of any size. */
  @Test
  void eachSampleHasItsOwnGradientWhateverTheBatch() {
    NetworkModel model = Victims.halfSpace(W, 0, 0, 1);
    Scope.run(
        () -> {
          Batch batch = Victims.batch(X, 0, 1, 0);
          assertThat(gradient(model, batch, Goal.untargeted()))
              .containsExactly(expected(new int[] {0, 1, 0}, 1), within(1e-6));
          // Towards a target the attacker climbs the negative loss at the target.
          assertThat(gradient(model, batch, new Goal.Targeted(new int[] {1, 0, 1})))
              .containsExactly(expected(new int[] {1, 0, 1}, -1), within(1e-6));
        });
  }

  private static double[] gradient(NetworkModel model, Batch batch, Goal goal) {
    return LossGradient.at(
            model, batch.inputs(), batch.labels(), goal, new CrossEntropy(), batch.draws(0, ""))
        .gradient()
        .doubles();
  }

  private static double[] expected(int[] labels, int direction) {
    double[] gradient = new double[X.length];
    for (int row = 0; row < labels.length; row++) {
      double logit = W[0] * X[2 * row] + W[1] * X[2 * row + 1];
      double p = 1 / (1 + Math.exp(-logit));
      gradient[2 * row] = direction * (p - labels[row]) * W[0];
      gradient[2 * row + 1] = direction * (p - labels[row]) * W[1];
    }
    return gradient;
  }
}
