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
public final class Binding {
  private Binding() {}

  /** Whether a model can give what an attack needs. */
  public static boolean fits(Attack<?> attack, LabelModel model) {
    return attack.needs().isInstance(model);
  }

  /** The sentence that says what is missing, without a full stop. */
  public static String missing(Attack<?> attack, LabelModel model) {
    return "attack %s needs %s, but model %s gives only %s"
        .formatted(attack.name(), words(attack.needs()), model.name(), words(model.getClass()));
  }

  /**
   * Checks that a model can give what an attack needs.
   *
   * @throws BadInputException with the sentence that says what is missing
   */
  static void check(Attack<?> attack, LabelModel model) {
    if (!fits(attack, model)) {
      throw new BadInputException(missing(attack, model));
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
