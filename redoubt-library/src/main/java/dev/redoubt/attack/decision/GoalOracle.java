package dev.redoubt.attack.decision;

import dev.redoubt.attack.query.Oracle;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the class that a model names meets the goal. A point that is given no class does not.
 *
 * @param view the model
 * @param labels true labels of the batch, int64 {@code [n]}
 */
record GoalOracle(LabelModel view, Tensor labels, Goal goal) implements Oracle<Boolean> {
  @Override
  public List<Boolean> ask(Tensor points, int[] rows, Draws draws) {
    Tensor truth = Layout.rows(labels, rows);
    Goal asked = goal.rows(rows);
    boolean[] met;
    if (view instanceof ScoreModel scores && !view.declares().rejects()) {
      // The same pass; but a network whose logits are not finite would name a class nevertheless.
      met = asked.metBy(scores.logits(points, draws), truth);
    } else {
      Tensor predictions = view.predict(points, draws);
      met = asked.met(predictions, truth);
      int[] named = predictions.ints();
      for (int i = 0; i < met.length; i++) {
        met[i] &= named[i] != LabelModel.NO_CLASS;
      }
    }
    List<Boolean> answers = new ArrayList<>(met.length);
    for (boolean answer : met) {
      answers.add(answer);
    }
    return answers;
  }
}
