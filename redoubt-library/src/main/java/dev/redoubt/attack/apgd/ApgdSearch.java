package dev.redoubt.attack.apgd;

import dev.redoubt.attack.Aim;
import dev.redoubt.attack.Found;
import dev.redoubt.attack.LossGradient;
import dev.redoubt.data.Batch;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Ball;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.Norm;
import dev.redoubt.threat.ThreatModel;
import java.util.List;

/** Runs of Auto-PGD on the rows that are still open. */
record ApgdSearch(
    Ascent ascent, GradientModel view, Batch batch, ThreatModel threat, Goal goal, Draws draws) {

  /**
   * One run.
   *
   * @param name keys its draws
   * @param before steps that the rows have taken before
   * @param aim of all rows of the batch
   */
  Found run(String name, int before, Aim aim, Found found) {
    int[] open = found.open();
    Batch own = open.length == batch.size() ? batch : batch.rows(open);
    Draws keyed = draws.of(name).rows(open);
    List<Ascent.Stage> stages = ascent.stages();
    double widest = threat.epsilon() * stages.get(0).factor();
    Tensor x =
        own.inputs().plus(Walk.start(threat.norm(), own.inputs(), widest, keyed.of("start")));
    int taken = before;
    for (int i = 0; i < stages.size(); i++) {
      double epsilon = threat.epsilon() * stages.get(i).factor();
      Ball ball = threat.norm().ball(own.inputs(), epsilon, InputDomain.of(view.input()));
      Ground ground =
          new Ground(
              own.inputs(),
              ball,
              own.labels(),
              goal.rows(open),
              aim.rows(open),
              keyed.of("stage-" + i));
      boolean last = i == stages.size() - 1;
      Look look = new Look(view, ascent.eot(), last, taken);
      boolean warm = stages.size() > 1;
      Climb end =
          climbed(ball.project(x), ground, stages.get(i).steps(), epsilon, warm, look, found);
      if (last) {
        return end.found().finished() ? end.found() : end.found().withLast(end.best());
      }
      x = end.best();
      taken += stages.get(i).steps();
    }
    throw new AssertionError("no stages");
  }

  private Climb climbed(
      Tensor start,
      Ground ground,
      int steps,
      double epsilon,
      boolean warm,
      Look look,
      Found found) {
    Norm norm = threat.norm();
    return Scope.tensors(
        () -> {
          LossGradient here = look.at(start, ground, 0);
          double[] losses = here.losses().doubles();
          Walk walk = Walk.begin(norm, steps, epsilon, start.minus(ground.center()), losses, warm);
          Climb climb =
              new Climb(
                  start,
                  start,
                  here.gradient(),
                  start,
                  here.gradient(),
                  losses,
                  walk,
                  ground,
                  found);
          return Scope.loop(
              look.noting() ? climb.noting(here, start, look, 0) : climb,
              steps,
              state -> state.found().finished(),
              (iteration, state) -> state.stepped(iteration, look));
        });
  }
}
