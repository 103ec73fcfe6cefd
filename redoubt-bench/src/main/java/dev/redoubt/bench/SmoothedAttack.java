package dev.redoubt.bench;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.attack.apgd.Apgd;
import dev.redoubt.attack.apgd.ApgdT;
import dev.redoubt.attack.apgd.Ascent;
import dev.redoubt.attack.fab.Fab;
import dev.redoubt.attack.fab.FabT;
import dev.redoubt.data.Batch;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.Norm;
import dev.redoubt.threat.ThreatModel;
import java.util.List;

/**
 * An attack on a smoothed classifier, as it is run here: again and again from other starts with
 * other draws, each run with a point of its own, since nobody can tell from a few draws which of
 * them is the best.
 *
 * @param name of the attack
 * @param runs for each point
 */
record SmoothedAttack(String name, int runs, Search search) {
  /** One run: a point for each row. */
  @FunctionalInterface
  interface Search {
    /** Looks for points within the threat. */
    Tensor points(GradientModel view, Batch batch, ThreatModel threat, Draws draws);
  }

  /** Classes that targeted attacks make for. */
  private static final int TARGETS = 3;

  /** All of them, the cheapest first; those that cost most have fewer runs. */
  static List<SmoothedAttack> all(int restarts, int steps) {
    int few = Math.max(1, restarts / 10);
    Ascent ascent = new Ascent(2 * steps, 1, 1, false);
    FabT fab = new FabT(new Fab(steps, 1), TARGETS);
    return List.of(
        of("noise", restarts, new UniformNoise(1)),
        of("apgd-ce", few, Apgd.ce(ascent)),
        of("apgd-t", 1, ApgdT.dlr(TARGETS, ascent)),
        new SmoothedAttack(
            "fab-t", 1, (view, batch, threat, draws) -> ray(fab, view, batch, threat, draws)),
        of("pgd", restarts, Pgd.of(steps, new StepSize.OfEpsilon(2.5 / steps), 1)));
  }

  private static <M extends LabelModel> SmoothedAttack of(String name, int runs, Attack<M> attack) {
    return new SmoothedAttack(
        name,
        runs,
        (view, batch, threat, draws) ->
            attack
                .propose(attack.needs().cast(view), batch, threat, Goal.untargeted(), draws)
                .points());
  }

  /** FAB knows no radius: the way to the nearest boundary that it found, as far as it may go. */
  private static Tensor ray(
      FabT fab, GradientModel view, Batch batch, ThreatModel threat, Draws draws) {
    Norm norm = threat.norm();
    Tensor nearest = fab.closest(view, batch, norm, Goal.untargeted(), draws).points();
    Tensor way = norm.scaledToOne(nearest.minus(batch.inputs()));
    return batch.inputs().plus(threat.epsilon(), way);
  }
}
