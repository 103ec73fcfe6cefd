package dev.redoubt.attack;

import dev.redoubt.data.Batch;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.Norm;
import dev.redoubt.threat.ThreatModel;
import java.util.stream.IntStream;

/**
 * An attack that looks for the smallest perturbation of a sample that meets the goal, and so
 * measures how near the decision boundary is. One run answers for every budget.
 *
 * @param <M> what the attack needs of a model
 */
public interface MinimumNormAttack<M extends LabelModel> extends Attack<M> {
  /** The share of a budget that is left free, since float32 may misjudge a perturbation's norm. */
  double ROUNDING = 2e-6;

  /**
   * Looks for the nearest point that meets the goal.
   *
   * @param view the model as the attacker sees it
   * @param norm in which distances are measured
   * @param enough a row may be let go as soon as a point at this distance or nearer has surely met
   *     the goal; 0 to look for as long as the settings say
   * @param draws as for {@link #propose}
   * @return for each row the nearest point found that met the goal, and the steps until it was
   *     found; the clean point and all steps where there was none. A row that meets the goal as it
   *     is keeps its clean point at 0 steps
   * @throws dev.redoubt.BadInputException for a norm that {@link #refuses} refuses
   */
  Candidates closest(M view, Batch batch, Norm norm, Goal goal, double enough, Draws draws);

  /** As above, for as long as the settings say. */
  default Candidates closest(M view, Batch batch, Norm norm, Goal goal, Draws draws) {
    return closest(view, batch, norm, goal, 0, draws);
  }

  /** The nearest points where they are within epsilon; elsewhere the clean ones. */
  @Override
  default Candidates propose(M view, Batch batch, ThreatModel threat, Goal goal, Draws draws) {
    double limit = threat.epsilon() * (1 - ROUNDING);
    return Scope.tensors(
        () -> {
          Candidates nearest = closest(view, batch, threat.norm(), goal, limit, draws);
          double[] distances = threat.norm().distance(nearest.points(), batch.inputs()).doubles();
          int[] beyond =
              IntStream.range(0, distances.length)
                  .filter(row -> !(distances[row] <= limit))
                  .toArray();
          return beyond.length == 0
              ? nearest
              : new Candidates(
                  Layout.withRows(nearest.points(), beyond, Layout.rows(batch.inputs(), beyond)),
                  nearest.steps());
        });
  }
}
