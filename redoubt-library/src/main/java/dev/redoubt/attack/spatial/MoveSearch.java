package dev.redoubt.attack.spatial;

import dev.redoubt.attack.Candidates;
import dev.redoubt.data.Batch;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** One call of {@link RotateTranslateScale}. */
final class MoveSearch {
  private static final int FIRST = 4;
  private static final int MOST_AT_A_TIME = 64;

  /** The most images of one pass, so that memory stays flat; more only if there are more rows. */
  private static final int MOST_IMAGES = 512;

  private final LabelModel view;
  private final Batch batch;
  private final Goal goal;
  private final Draws draws;
  private final int tries;
  private final int[] labels;
  private final Mover mover;

  /** For each row the moves that were tried until one broke it, or all. */
  private final int[] steps;

  private final boolean[] broken;

  MoveSearch(RotateTranslateScale attack, LabelModel view, Batch batch, Goal goal, Draws draws) {
    this.view = view;
    this.batch = batch;
    this.goal = goal;
    this.draws = draws;
    tries = attack.tries().count();
    labels = batch.labels().ints();
    List<List<Move>> moves = new ArrayList<>();
    Draws keyed = draws.of("moves");
    for (int row = 0; row < batch.size(); row++) {
      moves.add(attack.tries().of(attack.extent(), keyed.stream(row)));
    }
    mover = Mover.of(batch.inputs(), view.input(), moves);
    steps = new int[batch.size()];
    broken = goal.met(view.predict(batch.inputs(), draws.of("clean")), batch.labels());
  }

  Candidates run() {
    Tensor points = batch.inputs();
    int atATime = FIRST;
    for (int tried = 0; tried < tries && open().length > 0; ) {
      int count = Math.min(atATime, tries - tried);
      points = tried(points, tried, count);
      tried += count;
      atATime = Math.min(2 * atATime, MOST_AT_A_TIME);
    }
    return new Candidates(points, steps);
  }

  private int[] open() {
    return IntStream.range(0, broken.length).filter(row -> !broken[row]).toArray();
  }

  /** The points after some moves of all rows that are open before them. */
  private Tensor tried(Tensor points, int first, int count) {
    int[] rows = open();
    Draws keyed = draws.rows(rows).copies(count).of("move-" + first);
    int each = Math.max(1, MOST_IMAGES / rows.length);
    Tensor best = points;
    for (int from = 0; from < count; from += each) {
      int some = Math.min(each, count - from);
      int[] own = IntStream.range(from * rows.length, (from + some) * rows.length).toArray();
      Tensor before = best;
      int start = first + from;
      best = Scope.tensors(() -> pass(before, rows, start, some, keyed.rows(own)));
    }
    for (int row : rows) {
      steps[row] = broken[row] ? steps[row] : first + count;
    }
    return best;
  }

  /** Asks about some moves in one pass, and notes for each row the first that breaks it. */
  private Tensor pass(Tensor points, int[] rows, int first, int count, Draws keyed) {
    Tensor images = mover.images(rows, first, count);
    int[] predicted = view.predict(images, keyed).ints();
    Goal own = goal.rows(rows);
    List<Integer> hits = new ArrayList<>();
    for (int i = 0; i < predicted.length; i++) {
      int row = rows[i % rows.length];
      if (!broken[row] && own.met(i % rows.length, labels[row], predicted[i])) {
        broken[row] = true;
        steps[row] = first + i / rows.length + 1;
        hits.add(i);
      }
    }
    if (hits.isEmpty()) {
      return points;
    }
    int[] positions = hits.stream().mapToInt(Integer::intValue).toArray();
    int[] found = IntStream.of(positions).map(i -> rows[i % rows.length]).toArray();
    return Layout.withRows(points, found, Layout.rows(images, positions));
  }
}
