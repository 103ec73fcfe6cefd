package dev.redoubt.attack;

import dev.redoubt.data.Batch;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Ball;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.ThreatModel;
import java.util.function.Consumer;

/** Runs of {@link Pgd} on the rows that are still open. */
record PgdSearch(
    Pgd pgd,
    Probing probing,
    GradientModel view,
    Batch batch,
    ThreatModel threat,
    Goal goal,
    Draws draws) {
  static PgdSearch of(
      Pgd pgd, GradientModel view, Batch batch, ThreatModel threat, Goal goal, Draws draws) {
    return new PgdSearch(pgd, Probing.of(pgd, view, threat), view, batch, threat, goal, draws);
  }

  /**
   * One run.
   *
   * @param name keys its draws
   * @param before steps that the rows have taken before
   * @param aim of all rows of the batch
   */
  Found run(String name, int before, Aim aim, Found found) {
    Climb end =
        Scope.loop(
            start(name, aim, found),
            pgd.steps(),
            climb -> climb.found().finished(),
            (step, climb) -> step(before + step, step, climb));
    if (pgd.stopWhenBroken() && !end.found().finished()) {
      end = judged(end, look(end, end.draws().of("end")), before + pgd.steps());
    }
    return end.found().withLast(end.x());
  }

  private Climb start(String name, Aim aim, Found found) {
    int[] open = found.open();
    boolean all = open.length == batch.size();
    Batch own = all ? batch : batch.rows(open);
    Draws keyed = draws.of(name).rows(open);
    Ball ball = threat.norm().ball(own.inputs(), threat.epsilon(), InputDomain.of(view.input()));
    Tensor x = own.inputs();
    if (pgd.randomStart()) {
      x = ball.project(x.plus(threat.norm().random(x, threat.epsilon(), keyed.of("start"))));
    }
    return new Climb(
        x,
        Tensors.zerosLike(x),
        ball,
        own.labels(),
        goal.rows(open),
        all ? aim : aim.rows(open),
        keyed,
        found);
  }

  private Climb step(int taken, int step, Climb climb) {
    Draws keyed = climb.draws().of("step-" + step);
    LossGradient here = probing.at(climb.x(), climb.velocity(), climb.aim()::of, keyed);
    Climb next =
        climb.withVelocity(
            pgd.momentum() == 0 ? here.gradient() : accumulated(climb.velocity(), here.gradient()));
    if (pgd.stopWhenBroken() && (step > 0 || pgd.randomStart())) {
      next = judged(next, seen(next, here.logits(), keyed), taken);
      if (next.found().finished()) {
        return next;
      }
    }
    return next.withX(
        next.ball().ascend(next.x(), next.velocity(), pgd.stepSize().at(threat.epsilon())));
  }

  /** What the probe saw; where it looked elsewhere, a look at the rows that it saw broken. */
  private Hits seen(Climb climb, Tensor logits, Draws keyed) {
    Hits probed = hits(climb, logits);
    if (pgd.probe().seesThePoint()) {
      return probed;
    }
    int[] hinted = probed.successes();
    int n = climb.labels().rows();
    if (hinted.length == 0) {
      return probed;
    }
    Climb broken = climb.rows(hinted);
    return look(broken, keyed.rows(hinted).of("look")).among(hinted, n);
  }

  private Hits look(Climb climb, Draws keyed) {
    return hits(climb, view.logits(climb.x(), keyed));
  }

  private Hits hits(Climb climb, Tensor logits) {
    return Hits.of(logits, climb.labels(), climb.goal(), view.declares().random());
  }

  /** {@code μ·velocity + gradient / ‖gradient‖₁} (Dong et al. 2018, equation 6). */
  private Tensor accumulated(Tensor velocity, Tensor gradient) {
    Tensor size = Elementwise.atLeast(Reductions.sumPerSample(Elementwise.abs(gradient)), 1e-30);
    return velocity
        .times(pgd.momentum())
        .plus(gradient.dividedBy(Layout.perSample(size, gradient)));
  }

  /** Notes the rows that meet the goal here; those that surely do leave. */
  private Climb judged(Climb climb, Hits hits, int taken) {
    return climb.withFound(climb.found().looking(hits, climb.x(), taken)).rows(hits.unsure());
  }

  /**
   * One restart under way; rows are those of {@code found.open()}.
   *
   * @param velocity the direction of the next step: the gradient, or its accumulation
   */
  record Climb(
      Tensor x,
      Tensor velocity,
      Ball ball,
      Tensor labels,
      Goal goal,
      Aim aim,
      Draws draws,
      Found found)
      implements TensorGroup {
    Climb withX(Tensor moved) {
      return new Climb(moved, velocity, ball, labels, goal, aim, draws, found);
    }

    Climb withVelocity(Tensor changed) {
      return new Climb(x, changed, ball, labels, goal, aim, draws, found);
    }

    Climb withFound(Found more) {
      return new Climb(x, velocity, ball, labels, goal, aim, draws, more);
    }

    Climb rows(int[] stay) {
      if (stay.length == found.open().length) {
        return this;
      }
      return new Climb(
          Layout.rows(x, stay),
          Layout.rows(velocity, stay),
          ball.rows(stay),
          Layout.rows(labels, stay),
          goal.rows(stay),
          aim.rows(stay),
          draws.rows(stay),
          found.stay(stay));
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
      action.accept(x);
      action.accept(velocity);
      action.accept(labels);
      aim.forEachTensor(action);
      ball.forEachTensor(action);
      found.forEachTensor(action);
    }
  }
}
