package dev.redoubt.audit;

import dev.redoubt.attack.LossGradient;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.Loss;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import dev.redoubt.threat.Ball;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.ThreatModel;
import java.util.function.Consumer;

/**
 * One run of PGD that writes down its way, for the indicators of Pintor et al. 2022: all steps on
 * all samples, from the clean point.
 *
 * @param losses of each sample before each step and after the last, {@code [n][steps + 1]}
 * @param onPath whether a sample was misclassified at any of these points
 * @param atEnd whether it is at the last one
 * @param end the last points, {@code [n, ...]}
 */
@SuppressWarnings("ArrayRecordComponent") // one entry a row, never compared
public record Trace(double[][] losses, boolean[] onPath, boolean[] atEnd, Tensor end)
    implements TensorGroup {
  /**
   * Runs.
   *
   * @param loss that is raised at the labels
   * @param steps each of 2.5 epsilon / steps
   */
  public static Trace of(
      GradientModel view, Batch batch, ThreatModel threat, Loss loss, int steps, Draws draws) {
    int n = batch.size();
    double[][] losses = new double[n][steps + 1];
    boolean[] onPath = new boolean[n];
    boolean[] atEnd = new boolean[n];
    Goal goal = Goal.untargeted();
    Ball ball = threat.norm().ball(batch.inputs(), threat.epsilon(), InputDomain.of(view.input()));
    Tensor end =
        Scope.loop(
            batch.inputs(),
            steps + 1,
            done -> false,
            (step, x) -> {
              LossGradient here =
                  LossGradient.at(view, x, batch.labels(), goal, loss, draws.of("step-" + step));
              double[] values = here.losses().doubles();
              boolean[] met = goal.metBy(here.logits(), batch.labels());
              for (int row = 0; row < n; row++) {
                losses[row][step] = values[row];
                onPath[row] |= met[row];
                atEnd[row] = met[row];
              }
              return step == steps
                  ? x
                  : ball.ascend(x, here.gradient(), 2.5 * threat.epsilon() / steps);
            });
    return new Trace(losses, onPath, atEnd, end);
  }

  /**
   * How much a sample's loss still rose over the last steps, as a share of all its rise (indicator
   * 4): of the largest value up to each step. 0 if it never rose.
   *
   * @param last steps
   */
  public double stillMoving(int row, int last) {
    double[] own = losses[row];
    double first = own[0];
    double best = first;
    double before = first;
    for (int i = 0; i < own.length; i++) {
      best = Math.max(best, own[i]);
      if (i == own.length - 1 - last) {
        before = best;
      }
    }
    return best > first ? (best - before) / (best - first) : 0;
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    action.accept(end);
  }
}
