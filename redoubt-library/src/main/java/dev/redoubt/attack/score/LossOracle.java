package dev.redoubt.attack.score;

import dev.redoubt.attack.Hits;
import dev.redoubt.attack.query.Oracle;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import java.util.ArrayList;
import java.util.List;

/** Reads scores in plain Java: a pass is often of few rows, and so costs little but itself. */
final class LossOracle implements Oracle<Scored> {
  private final ScoreModel view;
  private final Goal goal;
  private final Objective objective;
  private final int[] truth;
  private final int[] aim;
  private final boolean random;

  /**
   * @param labels true labels of the batch, int64 {@code [n]}
   */
  LossOracle(ScoreModel view, Tensor labels, Goal goal, Objective objective) {
    this.view = view;
    this.goal = goal;
    this.objective = objective;
    truth = labels.ints();
    aim = goal.lossLabels(labels).ints();
    random = view.declares().random();
  }

  @Override
  public List<Scored> ask(Tensor points, int[] rows, Draws draws) {
    double[] logits = view.logits(points, draws).doubles();
    int classes = logits.length / rows.length;
    List<Scored> answers = new ArrayList<>(rows.length);
    for (int i = 0; i < rows.length; i++) {
      answers.add(scored(logits, i * classes, classes, rows[i]));
    }
    return answers;
  }

  private Scored scored(double[] logits, int first, int classes, int row) {
    int predicted = 0;
    boolean finite = true;
    for (int j = 0; j < classes; j++) {
      finite &= Double.isFinite(logits[first + j]);
      predicted = logits[first + j] > logits[first + predicted] ? j : predicted;
    }
    if (!finite) {
      return new Scored(Double.NEGATIVE_INFINITY, false, false);
    }
    boolean met = goal.met(row, truth[row], predicted);
    double lead = Objective.MARGIN.of(logits, first, classes, aim[row]);
    double rise = goal.direction() * objective.of(logits, first, classes, aim[row]);
    return new Scored(rise, met, met && !random && Math.abs(lead) > Hits.CLEAR_MARGIN);
  }
}
