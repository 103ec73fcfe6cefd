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

/** One call of {@link Pgd}: restarts over the rows that are still open, and the steps of each. */
record PgdSearch(
    Pgd pgd, GradientModel view, Batch batch, ThreatModel threat, Goal goal, Draws draws) {
  Candidates run() {
    return Scope.loop(Found.nothing(batch.inputs()), pgd.restarts(), Found::finished, this::restart)
        .candidates();
  }

  private Found restart(int number, Found found) {
    Climb end =
        Scope.loop(
            start(number, found),
            pgd.steps(),
            climb -> climb.found().finished(),
            (step, climb) -> step(number * pgd.steps() + step, step, climb));
    if (pgd.stopWhenBroken() && !end.found().finished()) {
      Tensor logits = view.logits(end.x(), end.draws().of("end"));
      end = judged(end, logits, (number + 1) * pgd.steps());
    }
    return end.found().withLast(end.x());
  }

  private Climb start(int number, Found found) {
    int[] open = found.open();
    Batch own = open.length == batch.size() ? batch : batch.rows(open);
    Draws keyed = draws.of("restart-" + number).rows(open);
    Ball ball = threat.norm().ball(own.inputs(), threat.epsilon(), InputDomain.of(view.input()));
    Tensor x = own.inputs();
    if (pgd.randomStart()) {
      x = ball.project(x.plus(threat.norm().random(x, threat.epsilon(), keyed.of("start"))));
    }
    return new Climb(x, Tensors.zerosLike(x), ball, own.labels(), goal.rows(open), keyed, found);
  }

  private Climb step(int taken, int step, Climb climb) {
    LossGradient here =
        LossGradient.at(
            view,
            climb.x(),
            climb.labels(),
            climb.goal(),
            pgd.loss(),
            climb.draws().of("step-" + step));
    Climb next =
        climb.withVelocity(
            pgd.momentum() == 0 ? here.gradient() : accumulated(climb.velocity(), here.gradient()));
    if (pgd.stopWhenBroken() && (step > 0 || pgd.randomStart())) {
      next = judged(next, here.logits(), taken);
      if (next.found().finished()) {
        return next;
      }
    }
    return next.withX(
        next.ball().ascend(next.x(), next.velocity(), pgd.stepSize().at(threat.epsilon())));
  }

  /** {@code μ·velocity + gradient / ‖gradient‖₁} (Dong et al. 2018, equation 6). */
  private Tensor accumulated(Tensor velocity, Tensor gradient) {
    Tensor size = Elementwise.atLeast(Reductions.sumPerSample(Elementwise.abs(gradient)), 1e-30);
    return velocity
        .times(pgd.momentum())
        .plus(gradient.dividedBy(Layout.perSample(size, gradient)));
  }

  /** Notes the rows that meet the goal here; those that surely do leave. */
  private Climb judged(Climb climb, Tensor logits, int taken) {
    Hits hits = Hits.of(logits, climb.labels(), climb.goal(), view.declares().random());
    return climb.withFound(climb.found().looking(hits, climb.x(), taken)).rows(hits.unsure());
  }

  /**
   * One restart under way; rows are those of {@code found.open()}.
   *
   * @param velocity the direction of the next step: the gradient, or its accumulation
   */
  record Climb(
      Tensor x, Tensor velocity, Ball ball, Tensor labels, Goal goal, Draws draws, Found found)
      implements TensorGroup {
    Climb withX(Tensor moved) {
      return new Climb(moved, velocity, ball, labels, goal, draws, found);
    }

    Climb withVelocity(Tensor changed) {
      return new Climb(x, changed, ball, labels, goal, draws, found);
    }

    Climb withFound(Found more) {
      return new Climb(x, velocity, ball, labels, goal, draws, more);
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
          draws.rows(stay),
          found.stay(stay));
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
      action.accept(x);
      action.accept(velocity);
      action.accept(labels);
      ball.forEachTensor(action);
      found.forEachTensor(action);
    }
  }
}
