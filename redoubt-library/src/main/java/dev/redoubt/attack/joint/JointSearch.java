package dev.redoubt.attack.joint;

import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.Found;
import dev.redoubt.attack.Hits;
import dev.redoubt.data.Batch;
import dev.redoubt.model.RejectingModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import dev.redoubt.threat.Ball;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.ThreatModel;
import java.util.function.Consumer;

/**
 * Runs from random points of the ball on the rows that have not surely come through, in steps that
 * a {@link Course} chooses. Whether a row has come through says the joint verdict.
 *
 * @param steps of a run
 * @param size length of a step
 */
record JointSearch(
    RejectingModel view,
    Batch batch,
    ThreatModel threat,
    Goal goal,
    Draws draws,
    int steps,
    double size) {
  /**
   * What a look at the clean points finds; rows that surely come through as they are stay there.
   *
   * @param joint their joint logits
   */
  Found clean(Tensor joint) {
    Hits hits = Hits.of(joint, batch.labels(), goal, view.declares().random());
    return Found.nothing(batch.inputs()).looking(hits, batch.inputs(), 0).stay(hits.unsure());
  }

  /**
   * A look at the clean points, and then runs.
   *
   * @param course of all rows of the batch
   */
  Candidates candidates(int restarts, Course course) {
    Found clean = clean(view.logits(batch.inputs(), draws.of("clean")));
    return Scope.loop(
            clean,
            restarts,
            Found::finished,
            (i, found) -> run(i, course.rows(found.open()), found))
        .candidates();
  }

  /**
   * One run.
   *
   * @param number how many there were before
   * @param course of the open rows
   */
  Found run(int number, Course course, Found found) {
    int before = number * steps;
    Run end =
        Scope.loop(
            start(number, course, found),
            steps,
            run -> run.found().finished(),
            (step, run) -> step(before, step, run));
    if (!end.found().finished()) {
      Tensor joint = view.logits(end.x(), end.draws().of("end"));
      end = end.after(hits(end, joint), before + steps);
    }
    return end.found().withLast(end.x());
  }

  /** Draws of the open rows in a run. */
  Draws draws(int number, Found found) {
    return draws.of("restart-" + number).rows(found.open());
  }

  private Run start(int number, Course course, Found found) {
    int[] open = found.open();
    Batch own = batch.rows(open);
    Draws keyed = draws(number, found);
    Ball ball = threat.norm().ball(own.inputs(), threat.epsilon(), InputDomain.of(view.input()));
    Tensor noise = threat.norm().random(own.inputs(), threat.epsilon(), keyed.of("start"));
    Tensor x = ball.project(own.inputs().plus(noise));
    return new Run(x, ball, own.labels(), goal.rows(open), course, keyed, found);
  }

  private Run step(int before, int step, Run run) {
    Look look = Look.at(view, run.x(), run.draws().of("step-" + step));
    Tensor direction = run.course().direction(look, run.ball());
    Hits hits = hits(run, look.verdict().joint().detached());
    Run next = run.after(hits, before + step);
    if (next.found().finished()) {
      return next;
    }
    int[] stay = hits.unsure();
    Tensor way = stay.length == run.x().rows() ? direction : Layout.rows(direction, stay);
    return next.withX(feasible(next.x(), next.course().step(next.ball(), next.x(), way, size)));
  }

  /** Where a gradient is not finite, a row stays where it is. */
  private static Tensor feasible(Tensor x, Tensor moved) {
    return Elementwise.where(Elementwise.isFinite(moved), moved, x);
  }

  private Hits hits(Run run, Tensor joint) {
    return Hits.of(joint, run.labels(), run.goal(), view.declares().random());
  }

  /** A run under way; rows are those of {@code found.open()}. */
  private record Run(
      Tensor x, Ball ball, Tensor labels, Goal goal, Course course, Draws draws, Found found)
      implements TensorGroup {
    Run withX(Tensor moved) {
      return new Run(moved, ball, labels, goal, course, draws, found);
    }

    /** Notes the rows that have come through here; those that surely have leave. */
    Run after(Hits hits, int taken) {
      Found more = found.looking(hits, x, taken);
      int[] stay = hits.unsure();
      return stay.length == labels.rows()
          ? new Run(x, ball, labels, goal, course, draws, more)
          : new Run(
              Layout.rows(x, stay),
              ball.rows(stay),
              Layout.rows(labels, stay),
              goal.rows(stay),
              course.rows(stay),
              draws.rows(stay),
              more.stay(stay));
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
      action.accept(x);
      action.accept(labels);
      ball.forEachTensor(action);
      course.forEachTensor(action);
      found.forEachTensor(action);
    }
  }
}
