package dev.redoubt.bench;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.MinimumNormAttack;
import dev.redoubt.data.Batch;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.Arrays;
import java.util.List;

/**
 * One attack on one batch after another: it looks for the nearest points where it can, else for
 * points within the budget of the plan.
 *
 * @param planned what is run
 * @param attack as the catalogue has it
 * @param seed of its draws
 */
record AttackRun(PlannedAttack planned, Attack<?> attack, long seed) {
  /**
   * The run of a planned attack on a model.
   *
   * @throws BadInputException if the catalogue does not have the attack, or it can't be run
   */
  static AttackRun of(PlannedAttack planned, GradientModel model, long seed) {
    Attack<?> attack = planned.attack(model.classes());
    boolean nearest = attack instanceof MinimumNormAttack<?>;
    if (!nearest && Double.isNaN(planned.budget())) {
      throw new BadInputException(
          "%s looks for no nearest points, and the plan has no budget for it"
              .formatted(planned.text()));
    }
    ThreatModel threat = new ThreatModel(planned.norm(), nearest ? 1 : planned.budget());
    attack
        .refuses(threat, model)
        .ifPresent(
            sentence -> {
              throw new BadInputException(sentence);
            });
    return new AttackRun(planned, attack, seed);
  }

  /** The points that it proposes, batch by batch, row by row. */
  float[] on(GradientModel view, List<Batch> batches) {
    float[] points = new float[0];
    for (Batch batch : batches) {
      float[] found = Scope.value(() -> candidates(attack, view, batch).points().floats());
      int before = points.length;
      points = Arrays.copyOf(points, before + found.length);
      System.arraycopy(found, 0, points, before, found.length);
    }
    return points;
  }

  private <M extends LabelModel> Candidates candidates(
      Attack<M> chosen, GradientModel model, Batch batch) {
    M view = chosen.needs().cast(model);
    Goal goal = goal(batch, model.classes());
    Draws draws = batch.draws(seed, "peer");
    if (chosen instanceof MinimumNormAttack<M> nearest) {
      return nearest.closest(view, batch, planned.norm(), goal, draws);
    }
    ThreatModel threat = new ThreatModel(planned.norm(), planned.budget());
    return chosen.propose(view, batch, threat, goal, draws);
  }

  /** The class after the label, or any other. */
  private Goal goal(Batch batch, int classes) {
    if (!planned.targeted()) {
      return Goal.untargeted();
    }
    return new Goal.Targeted(
        Arrays.stream(batch.labels().ints()).map(label -> (label + 1) % classes).toArray());
  }
}
