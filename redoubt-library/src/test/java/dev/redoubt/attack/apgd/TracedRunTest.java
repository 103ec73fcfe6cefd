package dev.redoubt.attack.apgd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.attack.Victims;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.Margin;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A whole run of Auto-PGD beside the same run in plain Java, written down from the paper (algorithm
 * 1) in double precision for one sample: every point that the model is asked at.
 */
class TracedRunTest {
  private static final int STEPS = 40;
  private static final float[] CLEAN = {0.5f, 0.3f, 0.95f};
  private static final double[] CURVATURE = {1, 30, 8};

  @ParameterizedTest
  @CsvSource({
    "linf, 0.2, 0.62 0.27 0.9", // the maximum inside the ball: the run overshoots and goes back
    "linf, 0.2, 0.9 0.1 0.5", // outside of it: the run ends in a corner
    "l2, 0.3, 0.62 0.27 0.9",
    "l2, 0.3, 0.9 0.1 0.5"
  })
  void everyPointIsAsInThePaper(String norm, double epsilon, String top) {
    double[] c = Arrays.stream(top.split(" ")).mapToDouble(Double::parseDouble).toArray();
    Bowl bowl = new Bowl(CURVATURE, c);
    Apgd apgd = new Apgd("apgd", new Margin(), new Ascent(STEPS, 1, 1, false));
    double[] best =
        Scope.value(
            () -> {
              Batch batch = Victims.batch(CLEAN, 0);
              ThreatModel threat = ThreatModel.parse(norm + ":" + epsilon);
              return apgd.propose(bowl, batch, threat, Goal.untargeted(), batch.draws(4, ""))
                  .points()
                  .doubles();
            });
    Reference reference = new Reference(bowl, norm.equals("linf"), epsilon);
    List<double[]> expected = reference.run(bowl.asked().get(0));

    assertThat(bowl.asked()).hasSize(STEPS + 1);
    for (int i = 0; i <= STEPS; i++) {
      assertThat(bowl.asked().get(i))
          .as("point %d", i)
          .containsExactly(expected.get(i), within(2e-4));
    }
    assertThat(best).containsExactly(reference.best, within(2e-4));
    assertThat(reference.returns).isPositive();
  }

  /** Algorithm 1 for one sample. */
  private static final class Reference {
    private static final Set<Integer> CHECKPOINTS = Set.of(8, 15, 21, 26, 30, 33, 35, 37, 39);

    private final Bowl bowl;
    private final boolean linf;
    private final double epsilon;
    private double[] best = {};
    private int returns;

    Reference(Bowl bowl, boolean linf, double epsilon) {
      this.bowl = bowl;
      this.linf = linf;
      this.epsilon = epsilon;
    }

    List<double[]> run(double[] start) {
      List<double[]> points = new ArrayList<>(List.of(start));
      double[] x = start;
      double[] before = start;
      best = start;
      double bestLoss = bowl.margin(x);
      double bestAtCheckpoint = bestLoss;
      double lastLoss = bestLoss;
      double size = 2 * epsilon;
      boolean halved = true;
      int rises = 0;
      int window = 0;
      for (int i = 1; i <= STEPS; i++) {
        double[] ahead = projected(moved(x, direction(bowl.gradient(x)), size));
        double[] next = ahead;
        if (i > 1) {
          double[] momentum = new double[x.length];
          for (int j = 0; j < x.length; j++) {
            momentum[j] = x[j] + .75 * (ahead[j] - x[j]) + .25 * (x[j] - before[j]);
          }
          next = projected(momentum);
        }
        before = x;
        x = next;
        points.add(x);
        double loss = bowl.margin(x);
        window++;
        rises += loss > lastLoss ? 1 : 0;
        lastLoss = loss;
        if (loss > bestLoss) {
          bestLoss = loss;
          best = x;
        }
        if (CHECKPOINTS.contains(i)) {
          boolean oscillates = rises <= .75 * window;
          boolean stuck = !halved && bestLoss <= bestAtCheckpoint;
          halved = oscillates || stuck;
          if (halved) {
            size /= 2;
            x = best;
            returns++;
          }
          bestAtCheckpoint = bestLoss;
          rises = 0;
          window = 0;
        }
      }
      return points;
    }

    private double[] direction(double[] gradient) {
      double length = Math.sqrt(Arrays.stream(gradient).map(g -> g * g).sum());
      return Arrays.stream(gradient).map(g -> linf ? Math.signum(g) : g / length).toArray();
    }

    private static double[] moved(double[] x, double[] direction, double size) {
      double[] y = x.clone();
      for (int j = 0; j < y.length; j++) {
        y[j] += size * direction[j];
      }
      return y;
    }

    private double[] projected(double[] x) {
      double[] delta = new double[x.length];
      Arrays.setAll(delta, j -> x[j] - CLEAN[j]);
      double length = Math.sqrt(Arrays.stream(delta).map(d -> d * d).sum());
      double[] y = new double[x.length];
      for (int j = 0; j < y.length; j++) {
        double kept =
            linf
                ? Math.max(-epsilon, Math.min(epsilon, delta[j]))
                : delta[j] * Math.min(1, epsilon / length);
        y[j] = Math.max(0, Math.min(1, CLEAN[j] + kept));
      }
      return y;
    }
  }
}
