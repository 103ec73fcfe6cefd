package dev.redoubt.attack.fab;

import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.Hits;
import dev.redoubt.attack.boundary.Aim;
import dev.redoubt.attack.boundary.Boundary;
import dev.redoubt.data.Batch;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.Norm;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * One call of the attack: for each aim the restarts over the rows that are still open, and the
 * steps of each. A step is one forward pass with its backward passes at the current point, and one
 * forward pass that tells whether the next point is misclassified.
 *
 * @param success which points count
 * @param reach the search does not look farther away than this, as random starts go
 */
record FabSearch(
    Fab fab,
    GradientModel view,
    Batch batch,
    Norm norm,
    Goal goal,
    Draws draws,
    Success success,
    double reach) {
  /**
   * Runs the search.
   *
   * @param aims what to make for, one after the other, from the clean logits {@code [n, classes]}
   */
  Candidates run(Function<Tensor, List<Aim>> aims) {
    Tensor logits = view.logits(batch.inputs(), draws.of("clean"));
    List<Aim> all = aims.apply(logits);
    Hits clean = Hits.of(logits, batch.labels(), goal, view.declares().random());
    Progress looked =
        Progress.nothing(batch.inputs(), reach)
            .looking(clean, success, batch.inputs(), new double[batch.size()], 0);
    return Scope.loop(
            looked,
            all.size() * fab.restarts(),
            Progress::finished,
            (number, progress) -> restart(number, all.get(number / fab.restarts()), progress))
        .found()
        .candidates();
  }

  private Progress restart(int number, Aim aim, Progress progress) {
    FabStep moves = new FabStep(fab, norm, InputDomain.of(view.input()));
    return Scope.loop(
            start(number, aim, progress),
            fab.steps(),
            walk -> walk.progress().finished(),
            (step, walk) -> step(moves, number * fab.steps() + step + 1, walk))
        .progress();
  }

  private Walk start(int number, Aim aim, Progress progress) {
    int[] open = progress.found().open();
    boolean whole = open.length == batch.size();
    Batch own = whole ? batch : batch.rows(open);
    Draws keyed = draws.of("restart-" + number).rows(open);
    Tensor x = own.inputs();
    if (number % fab.restarts() > 0) {
      double[] radii = IntStream.of(open).mapToDouble(row -> progress.nearest()[row] / 2).toArray();
      Tensor radius = Layout.perSample(Tensors.of(radii, radii.length).like(x), x);
      Tensor moved = x.plus(norm.randomDirection(x, keyed.of("start")).times(radius));
      x = InputDomain.of(view.input()).clamp(moved);
    }
    return new Walk(
        x, own.inputs(), own.labels(), goal.rows(open), aim.rows(open), keyed, progress);
  }

  private Walk step(FabStep moves, int taken, Walk walk) {
    Draws keyed = walk.draws().of("step-" + taken);
    Boundary boundary = walk.aim().from(view, walk.x(), walk.labels(), keyed.of("gradient"));
    Tensor x = moves.across(walk.x(), walk.clean(), boundary);
    Tensor logits = view.logits(x, keyed.of("look"));
    Hits hits = Hits.of(logits, walk.labels(), walk.goal(), view.declares().random());
    if (IntStream.range(0, x.rows()).noneMatch(hits::met)) {
      return walk.to(x, walk.progress().looking(hits, success, x, new double[x.rows()], taken));
    }
    double[] distances = norm.distance(x, walk.clean()).doubles();
    Tensor back = moves.back(x, walk.clean(), hits);
    return walk.to(back, walk.progress().looking(hits, success, x, distances, taken));
  }

  /**
   * One restart under way; rows are those that are open.
   *
   * @param x where the search is
   */
  private record Walk(
      Tensor x, Tensor clean, Tensor labels, Goal goal, Aim aim, Draws draws, Progress progress)
      implements TensorGroup {
    /** Goes on from other points with the rows that more is wanted of. */
    Walk to(Tensor moved, Progress more) {
      int[] stay = more.stayed();
      if (stay.length == x.rows()) {
        return new Walk(moved, clean, labels, goal, aim, draws, more);
      }
      return new Walk(
          Layout.rows(moved, stay),
          Layout.rows(clean, stay),
          Layout.rows(labels, stay),
          goal.rows(stay),
          aim.rows(stay),
          draws.rows(stay),
          more);
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
      action.accept(x);
      action.accept(clean);
      action.accept(labels);
      aim.forEachTensor(action);
      progress.forEachTensor(action);
    }
  }
}
