package dev.redoubt.attack;

import dev.redoubt.data.Batch;
import dev.redoubt.loss.Margin;
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
import java.util.stream.IntStream;

/** One call of {@link Pgd}: restarts over the rows that are still open, and the steps of each. */
record PgdSearch(
    Pgd pgd, GradientModel view, Batch batch, ThreatModel threat, Goal goal, Draws draws) {
  /**
   * A margin beyond which a row counts as broken for good. Within it, another batch shape could
   * turn the verdict by rounding, so the row is noted and the search goes on.
   */
  static final double CLEAR_MARGIN = 1e-4;

  Tensor run() {
    int[] all = IntStream.range(0, batch.size()).toArray();
    Found nothing = new Found(batch.inputs(), all, new boolean[batch.size()]);
    return Scope.loop(nothing, pgd.restarts(), found -> found.open().length == 0, this::restart)
        .points();
  }

  private Found restart(int number, Found found) {
    Climb end =
        Scope.loop(
            start(number, found),
            pgd.steps(),
            climb -> climb.found().open().length == 0,
            (step, climb) -> step(climb, step > 0 || pgd.randomStart()));
    if (pgd.stopWhenBroken() && end.found().open().length > 0) {
      end = judged(end, view.logits(end.x(), end.draws()));
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

  private Climb step(Climb climb, boolean judge) {
    LossGradient here =
        LossGradient.at(view, climb.x(), climb.labels(), climb.goal(), pgd.loss(), climb.draws());
    Climb next =
        climb.withVelocity(
            pgd.momentum() == 0 ? here.gradient() : accumulated(climb.velocity(), here.gradient()));
    if (judge && pgd.stopWhenBroken()) {
      next = judged(next, here.logits());
      if (next.found().open().length == 0) {
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

  /** Notes the rows that meet the goal here; those that meet it clearly leave. */
  private Climb judged(Climb climb, Tensor logits) {
    boolean[] met = climb.goal().metBy(logits, climb.labels());
    if (IntStream.range(0, met.length).noneMatch(i -> met[i])) {
      return climb;
    }
    double[] margins =
        new Margin().perSample(logits, climb.goal().lossLabels(climb.labels())).doubles();
    int[] noted = IntStream.range(0, met.length).filter(i -> met[i]).toArray();
    int[] stay =
        IntStream.range(0, met.length)
            .filter(i -> !met[i] || Math.abs(margins[i]) <= CLEAR_MARGIN)
            .toArray();
    return climb.withFound(climb.found().noting(noted, climb.x())).rows(stay);
  }

  /**
   * What all restarts have given.
   *
   * @param points the best point of each row of the batch
   * @param open the rows that are not clearly broken
   * @param noted which rows have a point that meets the goal
   */
  @SuppressWarnings("ArrayRecordComponent") // row numbers, never compared
  record Found(Tensor points, int[] open, boolean[] noted) implements TensorGroup {
    /** Keeps the points of some of the open rows, given by their position in {@link #open}. */
    Found noting(int[] positions, Tensor x) {
      boolean[] marked = noted.clone();
      int[] rows = new int[positions.length];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = open[positions[i]];
        marked[rows[i]] = true;
      }
      return new Found(Layout.withRows(points, rows, Layout.rows(x, positions)), open, marked);
    }

    /** Keeps the last points of the open rows that have nothing better. */
    Found withLast(Tensor x) {
      int[] positions = IntStream.range(0, open.length).filter(i -> !noted[open[i]]).toArray();
      if (positions.length == points.rows()) {
        return new Found(x, open, noted);
      }
      int[] rows = IntStream.of(positions).map(i -> open[i]).toArray();
      return new Found(Layout.withRows(points, rows, Layout.rows(x, positions)), open, noted);
    }

    Found stay(int[] positions) {
      return new Found(points, IntStream.of(positions).map(i -> open[i]).toArray(), noted);
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
      action.accept(points);
    }
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
