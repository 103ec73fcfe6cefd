package dev.redoubt.evaluate;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.MinimumNormAttack;
import dev.redoubt.data.Batch;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.RejectingModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.Norm;
import dev.redoubt.threat.ThreatModel;
import java.util.Optional;

/** The one place where an attack meets a model whose capabilities are only known at run time. */
public final class Binding {
  private Binding() {}

  /**
   * Why an attack can't be run on a model under a threat, as a sentence without a full stop; empty
   * if it can.
   */
  public static Optional<String> obstacle(Attack<?> attack, ThreatModel threat, LabelModel model) {
    if (attack.needs().isInstance(model)) {
      return attack.refuses(threat, model);
    }
    return Optional.of(
        "attack %s needs %s, but model %s gives only %s"
            .formatted(
                attack.name(), words(attack.needs()), model.name(), words(model.getClass())));
  }

  /**
   * Checks that an attack can be run on a model under a threat.
   *
   * @throws BadInputException with the sentence that says why not
   */
  static void check(Attack<?> attack, ThreatModel threat, LabelModel model) {
    obstacle(attack, threat, model)
        .ifPresent(
            sentence -> {
              throw new BadInputException(sentence);
            });
  }

  /**
   * An attack as one on models with gradients.
   *
   * @throws BadInputException if it needs more than that
   */
  public static Attack<? super GradientModel> onGradients(Attack<?> attack) {
    if (!attack.needs().isAssignableFrom(GradientModel.class)) {
      throw new BadInputException(
          "attack %s needs %s".formatted(attack.name(), words(attack.needs())));
    }
    @SuppressWarnings("unchecked") // checked by what it needs
    Attack<? super GradientModel> same = (Attack<? super GradientModel>) attack;
    return same;
  }

  /** Runs an attack on a view that {@link #check} has accepted. */
  public static <M extends LabelModel> Candidates propose(
      Attack<M> attack, LabelModel view, Batch batch, ThreatModel threat, Goal goal, Draws draws) {
    return attack.propose(attack.needs().cast(view), batch, threat, goal, draws);
  }

  /** Looks for the nearest adversarial points in a view that {@link #check} has accepted. */
  static <M extends LabelModel> Candidates closest(
      MinimumNormAttack<M> attack,
      LabelModel view,
      Batch batch,
      Norm norm,
      Goal goal,
      Draws draws) {
    return attack.closest(attack.needs().cast(view), batch, norm, goal, draws);
  }

  private static String words(Class<?> type) {
    if (RejectingModel.class.isAssignableFrom(type)) {
      return "gradients of a score to be rejected by";
    }
    if (GradientModel.class.isAssignableFrom(type)) {
      return "gradients";
    }
    return ScoreModel.class.isAssignableFrom(type) ? "scores" : "labels";
  }
}
