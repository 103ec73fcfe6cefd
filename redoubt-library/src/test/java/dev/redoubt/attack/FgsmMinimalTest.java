package dev.redoubt.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.data.Batch;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.Norm;
import dev.redoubt.threat.ThreatModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The search for the smallest budget along the ray of one step. */
class FgsmMinimalTest {
  private static final float[] W = {1, -2, 0.5f, 3};

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.37, 1.3})
  void bisectionFindsTheBudgetThatAFineScanFinds(double gap) {
    // Label 0 as long as w·x + b < 0; the clean point is so far below.
    float[] x = {0.5f, 0.9f, 0.2f, 0.1f};
    double b = -gap;
    for (int i = 0; i < W.length; i++) {
      b -= (double) W[i] * x[i];
    }
    float bias = (float) b;
    double eps = 0.5;
    double scanned = scan(x, bias, eps);
    Scope.run(
        () -> {
          NetworkModel model = Victims.halfSpace(W, bias, 0, 1);
          Batch batch = Victims.batch(x, 0);
          double[] found = distances(Fgsm.minimal(), model, batch, eps);
          assertThat(found[0]).isCloseTo(scanned, within(1e-3 * eps));
          assertThat(found[0]).isLessThan(distances(new Fgsm(), model, batch, eps)[0]);
        });
  }

  @Test
  void eachRowHasItsOwnBudgetAndHopelessRowsTakeTheWholeStep() {
    Scope.run(
        () -> {
          NetworkModel model = Victims.halfSpace(new float[] {1}, -0.5f, 0, 1);
          Batch batch = Victims.batch(new float[] {0.4f, 0.45f, 0.1f, 0.3f}, 0, 0, 0, 1);
          double[] found = distances(Fgsm.minimal(), model, batch, 0.2);
          // The last row is wrong as it stands: any budget will do, the smallest tried is next to
          // 0.
          assertThat(found).containsExactly(new double[] {0.1, 0.05, 0.2, 0}, within(2e-4));
        });
  }

  private static double scan(float[] x, float bias, double eps) {
    int grid = 20_000;
    for (int step = 0; step <= grid; step++) {
      double budget = eps * step / grid;
      double logit = bias;
      for (int i = 0; i < W.length; i++) {
        logit += W[i] * Math.min(1, Math.max(0, x[i] + budget * Math.signum(W[i])));
      }
      if (logit > 0) {
        return budget;
      }
    }
    throw new AssertionError("no success on the ray");
  }

  private static double[] distances(Fgsm fgsm, NetworkModel model, Batch batch, double eps) {
    ThreatModel threat = new ThreatModel(Norm.named("linf"), eps);
    return threat
        .norm()
        .distance(
            fgsm.propose(model, batch, threat, Goal.untargeted(), batch.draws(0, "")).points(),
            batch.inputs())
        .doubles();
  }
}
