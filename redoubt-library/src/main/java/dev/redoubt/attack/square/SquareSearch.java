package dev.redoubt.attack.square;

import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.Plane;
import dev.redoubt.data.Batch;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Ball;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.ThreatModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One call of {@link Square}. The points to ask about stand in one plain array, sample after
 * sample, which goes to the engine as it is: between two queries only windows of it change.
 */
final class SquareSearch {
  private final Square square;
  private final ScoreModel view;
  private final Batch batch;
  private final Goal goal;
  private final Draws draws;
  private final Ball ball;
  private final Plane plane;
  private final Patch patch;
  private final Schedule schedule;
  private final int[] truth;
  private final int[] aim;

  SquareSearch(
      Square square, ScoreModel view, Batch batch, ThreatModel threat, Goal goal, Draws draws) {
    this.square = square;
    this.view = view;
    this.batch = batch;
    this.goal = goal;
    this.draws = draws;
    InputDomain domain = InputDomain.of(view.input());
    ball = threat.norm().ball(batch.inputs(), threat.epsilon(), domain);
    plane = Plane.of(view.input());
    patch = Patch.of(threat.norm(), plane, ball, domain);
    schedule = new Schedule(square.pInit());
    truth = batch.labels().ints();
    aim = goal.lossLabels(batch.labels()).ints();
  }

  Candidates run() {
    float[] clean = batch.inputs().floats();
    Outcome outcome = new Outcome(clean, batch.size());
    for (int i = 0; i < square.restarts() && outcome.open().length > 0; i++) {
      restart(i, clean, outcome);
    }
    return outcome.candidates(batch.inputs());
  }

  private void restart(int number, float[] clean, Outcome outcome) {
    Draws keyed = draws.of("restart-" + number);
    int before = number * square.queries();
    List<Row> rows = start(clean, outcome.open(), keyed);
    float[] images = images(rows);
    for (int query = 1; query <= square.queries() && !rows.isEmpty(); query++) {
      if (query > 1) {
        change(rows, images, patch.extent(schedule.share(query - 2)));
      }
      Verdicts verdicts = ask(rows, images, keyed.of("query-" + query));
      List<Row> open = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        Row row = rows.get(i);
        int offset = i * plane.features();
        row.answered(verdicts.margins()[i], verdicts.met()[i], query, plane, images, offset);
        if (verdicts.sure(i) && !view.declares().random()) {
          outcome.ended(row, before, query, true);
        } else {
          open.add(row);
        }
      }
      images = open.size() < rows.size() ? images(open) : images;
      rows = open;
    }
    rows.forEach(row -> outcome.ended(row, before, square.queries(), false));
  }

  /** The rows with their first points. */
  private List<Row> start(float[] clean, int[] open, Draws keyed) {
    int features = plane.features();
    List<Row> rows = new ArrayList<>();
    float[] starts = new float[open.length * features];
    for (int i = 0; i < open.length; i++) {
      float[] own = Arrays.copyOfRange(clean, open[i] * features, (open[i] + 1) * features);
      float[] first = own.clone();
      Row row = new Row(open[i], own, keyed.stream(open[i]), first);
      patch.start(first, row.stream());
      System.arraycopy(first, 0, starts, i * features, features);
      rows.add(row);
    }
    float[] feasible =
        Scope.value(() -> ball.rows(open).project(tensor(starts, open.length)).floats());
    for (int i = 0; i < open.length; i++) {
      Row row = rows.get(i);
      System.arraycopy(feasible, i * features, row.best(), 0, features);
      row.starts(patch.spent(row));
    }
    return rows;
  }

  private void change(List<Row> rows, float[] images, Extent extent) {
    for (int i = 0; i < rows.size(); i++) {
      patch.change(rows.get(i), extent, images, i * plane.features());
    }
  }

  private Verdicts ask(List<Row> rows, float[] images, Draws keyed) {
    int[] numbers = rows.stream().mapToInt(Row::number).toArray();
    return Scope.value(
        () -> {
          Tensor x = tensor(images, numbers.length);
          double[] logits = view.logits(x, keyed.rows(numbers)).doubles();
          return Verdicts.of(logits, truth, aim, goal, numbers);
        });
  }

  private Tensor tensor(float[] values, int rows) {
    long[] shape = batch.inputs().shape();
    shape[0] = rows;
    return Tensors.of(values, shape).like(batch.inputs());
  }

  /** The best points of the rows, one after the other. */
  private float[] images(List<Row> rows) {
    float[] images = new float[rows.size() * plane.features()];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i).best(), 0, images, i * plane.features(), plane.features());
    }
    return images;
  }
}
