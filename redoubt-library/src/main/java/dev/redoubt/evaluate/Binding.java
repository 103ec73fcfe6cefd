package dev.redoubt.evaluate;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.data.Batch;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;

/** The one place where an attack meets a model whose capabilities are only known at run time. */
final class Binding {
  private Binding() {}

  /**
   * Checks that a model can give what an attack needs.
   *
   * @throws BadInputException with the sentence that says what is missing
   */
  static void check(Attack<?> attack, LabelModel model) {
    if (!attack.needs().isInstance(model)) {
      throw new BadInputException(
          "attack %s needs %s, but model %s gives only %s"
              .formatted(
                  attack.name(), words(attack.needs()), model.name(), words(model.getClass())));
    }
  }

  /** Runs an attack on a view that {@link #check} has accepted. */
  static <M extends LabelModel> Tensor propose(
      Attack<M> attack, LabelModel view, Batch batch, ThreatModel threat, Draws draws) {
    M bound = attack.needs().cast(view);
    return attack.propose(bound, batch, threat, Goal.untargeted(), draws);
  }

  private static String words(Class<?> type) {
    if (GradientModel.class.isAssignableFrom(type)) {
      return "gradients";
    }
    return ScoreModel.class.isAssignableFrom(type) ? "scores" : "labels";
  }
}
