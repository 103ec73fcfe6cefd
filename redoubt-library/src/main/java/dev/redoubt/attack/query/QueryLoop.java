package dev.redoubt.attack.query;

import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.Plane;
import dev.redoubt.data.Batch;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.InputDomain;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Asks a model what the searches of many rows want to know. It is the one place where queries are
 * counted and batches are made:
 *
 * <ul>
 *   <li>No row ever asks more than its budget, whatever its search wishes.
 *   <li>All open rows ask together, in passes of at most {@value #POINTS} points. A row that has
 *       ended leaves at once.
 *   <li>A search sees its own row alone, and query k of a row is asked with draws keyed by (sample,
 *       k). So a row's result does not depend on the batch, and two questions about the same point
 *       are two questions to a random model.
 *   <li>Every point lies in the box of inputs.
 *   <li>A search does not know its budget. So the first k queries are the same under any budget of
 *       at least k, and a larger budget never finds less.
 * </ul>
 */
public final class QueryLoop {
  /** The most points in one pass. */
  static final int POINTS = 1024;

  /** The most passes of the classifier in one pass of a view that takes several a row. */
  private static final int PASSES = 2048;

  /** The most values in one pass. */
  private static final int VALUES = 1 << 23;

  private final Batch batch;
  private final Draws draws;
  private final InputDomain domain;
  private final Plane plane;
  private final int capacity;
  private final float[] clean;

  /**
   * A loop over the rows of a batch.
   *
   * @param view whose box and shape of inputs the points have
   * @param draws of the rows of the batch
   */
  public QueryLoop(LabelModel view, Batch batch, Draws draws) {
    this.batch = batch;
    this.draws = draws;
    domain = InputDomain.of(view.input());
    plane = Plane.of(view.input());
    int room = Math.min(POINTS, PASSES / view.passes());
    capacity = Math.max(1, Math.min(room, VALUES / plane.features()));
    clean = batch.inputs().floats();
  }

  private List<Ground> grounds() {
    List<Ground> grounds = new ArrayList<>();
    int features = plane.features();
    Draws keyed = draws.of("search");
    for (int row = 0; row < batch.size(); row++) {
      float[] own = Arrays.copyOfRange(clean, row * features, (row + 1) * features);
      grounds.add(new Ground(row, own, plane, domain, keyed.stream(row)));
    }
    return grounds;
  }

  /**
   * Runs all searches to their end.
   *
   * @param budget queries that each row may ask, at least 1; the clean point is the first of them
   * @param searches how the search of each row begins
   * @param bests what each row is to find
   * @return each row's best point, and the queries until it was found, or all where it does not
   *     meet the goal
   */
  public <A> Candidates run(
      Oracle<A> oracle,
      int budget,
      Function<Ground, Search<A>> searches,
      Function<Ground, Best<A>> bests) {
    List<Row<A>> rows = new ArrayList<>();
    for (Ground ground : grounds()) {
      rows.add(
          new Row<>(
              ground.number(),
              budget,
              ground.clean(),
              searches.apply(ground),
              bests.apply(ground)));
    }
    Deque<Row<A>> open = new ArrayDeque<>(rows);
    float[] points = new float[capacity * plane.features()];
    while (!open.isEmpty()) {
      pass(oracle, open, points);
    }
    return candidates(rows);
  }

  /** One pass: rows from the front of the queue, of which those that go on join it at its end. */
  private <A> void pass(Oracle<A> oracle, Deque<Row<A>> open, float[] points) {
    List<Row<A>> asking = new ArrayList<>();
    List<Row<A>> turns = new ArrayList<>();
    int[] numbers = new int[capacity];
    while (turns.size() < capacity && !open.isEmpty()) {
      Row<A> row = open.remove();
      asking.add(row);
      for (int left = row.wishes(capacity - turns.size()); left > 0; left--) {
        int offset = turns.size() * plane.features();
        numbers[turns.size()] = row.query();
        row.write(points, offset);
        clamp(points, offset);
        turns.add(row);
      }
    }
    List<A> answers = ask(oracle, turns, numbers, points);
    for (int i = 0; i < turns.size(); i++) {
      turns.get(i).answered(answers.get(i), points, i * plane.features());
    }
    asking.stream().filter(Row::goesOn).forEach(open::add);
  }

  private <A> List<A> ask(Oracle<A> oracle, List<Row<A>> turns, int[] numbers, float[] points) {
    int[] rows = turns.stream().mapToInt(Row::number).toArray();
    Draws keyed = draws.of("query").numbered(rows, Arrays.copyOf(numbers, rows.length));
    long[] shape = batch.inputs().shape();
    shape[0] = rows.length;
    int features = plane.features();
    return Scope.value(
        () ->
            oracle.ask(
                Tensors.ofRows(
                        (i, values) -> System.arraycopy(points, i * features, values, 0, features),
                        shape)
                    .like(batch.inputs()),
                rows,
                keyed));
  }

  private void clamp(float[] points, int offset) {
    float low = (float) domain.low();
    float high = (float) domain.high();
    for (int i = offset; i < offset + plane.features(); i++) {
      points[i] = Math.max(low, Math.min(high, points[i]));
    }
  }

  private <A> Candidates candidates(List<Row<A>> rows) {
    int features = plane.features();
    float[] points = new float[rows.size() * features];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i).point(), 0, points, i * features, features);
    }
    int[] steps = IntStream.range(0, rows.size()).map(i -> rows.get(i).steps()).toArray();
    return new Candidates(Tensors.of(points, batch.inputs().shape()).like(batch.inputs()), steps);
  }
}
