package dev.redoubt.evaluate;

import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.MinimumNormAttack;
import dev.redoubt.data.Batch;
import dev.redoubt.model.DoublePrecision;
import dev.redoubt.model.LabelModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** One attack on some samples: it proposes, the judge decides, the meter counts. */
final class Assault {
  /** Passes of the classifier in one look, unless a single row takes more. */
  private static final int PASSES = 2048;

  private final Pipeline pipeline;
  private final LabelModel model;
  private final Optional<? extends LabelModel> precise;
  private final Plan plan;

  Assault(Pipeline pipeline, Plan plan) {
    this.pipeline = pipeline;
    this.model = pipeline.deployed();
    this.plan = plan;
    this.precise =
        model instanceof DoublePrecision twin ? twin.inDoublePrecision() : Optional.empty();
  }

  /** The clean predictions, before any attack. */
  Judge.Prediction[] clean(Batch batch, Meter meter) {
    return judge(meter).clean(batch);
  }

  private Judge judge(Meter meter) {
    return new Judge(MeteredModel.of(model, meter), precise, plan.seed());
  }

  /**
   * Runs one attack. Where a look takes several passes a row, as over many draws, few rows at a
   * time, so that memory does not grow with the draws; attacks do not care.
   */
  Result run(Entry entry, ThreatModel threat, Batch batch) {
    int together = Math.max(1, PASSES / entry.view(pipeline, batch).passes());
    if (batch.size() <= together) {
      return part(entry, threat, batch);
    }
    Result all = Result.nothing(batch.size());
    for (int from = 0; from < batch.size(); from += together) {
      int[] rows = IntStream.range(from, Math.min(batch.size(), from + together)).toArray();
      all = all.with(rows, part(entry, threat, batch.rows(rows)));
    }
    return all;
  }

  /** One goal after the other, each on what is left. */
  private Result part(Entry entry, ThreatModel threat, Batch batch) {
    int turns = plan.targeting().turns(model.classes());
    if (turns == 1) {
      return turn(0, entry, threat, batch);
    }
    Result all = Result.nothing(batch.size());
    for (int turn = 0; turn < turns; turn++) {
      int[] open = plan.distances() ? all.rows() : all.unbroken();
      if (open.length > 0) {
        all = all.with(open, turn(turn, entry, threat, batch.rows(open)));
      }
    }
    return all;
  }

  private Result turn(int turn, Entry entry, ThreatModel threat, Batch batch) {
    Meter meter = new Meter();
    long start = System.nanoTime();
    return Scope.value(
        () -> {
          LabelModel view = MeteredModel.of(entry.view(pipeline, batch), meter);
          Goal goal = plan.targeting().goal(turn, view, batch, plan.seed());
          Candidates candidates = candidates(turn, entry, threat, goal, view, batch);
          long[] queries = LongStream.of(batch.ids()).map(meter::forwards).toArray();
          Judge judge = judge(meter);
          double limit = plan.distances() ? Double.POSITIVE_INFINITY : threat.epsilon();
          Ledger.@Nullable Broken[] broken = new Ledger.Broken[batch.size()];
          int count = 0;
          for (int row : judge.suspects(batch, candidates.points())) {
            Optional<Judge.Witness> witness =
                judge.witness(
                    batch.rows(row),
                    Layout.rows(candidates.points(), row),
                    threat.norm(),
                    limit,
                    goal.rows(row));
            if (witness.isPresent()) {
              int steps = candidates.steps()[row];
              broken[row] = new Ledger.Broken(entry.name(), witness.get(), steps);
              count++;
            }
          }
          return new Result(broken, queries, Tally.of(count, meter, start));
        });
  }

  private Candidates candidates(
      int turn, Entry entry, ThreatModel threat, Goal goal, LabelModel view, Batch batch) {
    String purpose = "attack/" + entry.name() + "/" + threat.text();
    Draws draws = batch.draws(plan.seed(), turn == 0 ? purpose : purpose + "/turn-" + turn);
    return plan.distances() && entry.attack() instanceof MinimumNormAttack<?> nearest
        ? Binding.closest(nearest, view, batch, threat.norm(), goal, draws)
        : Binding.propose(entry.attack(), view, batch, threat, goal, draws);
  }

  /**
   * What came of it.
   *
   * @param broken the end of each row, or null
   * @param queries forward passes of the attack by row
   * @param tally what it cost, the judge included
   */
  @SuppressWarnings("ArrayRecordComponent") // one entry a row, never compared
  record Result(Ledger.@Nullable Broken[] broken, long[] queries, Tally tally) {
    static Result nothing(int rows) {
      return new Result(new Ledger.@Nullable Broken[rows], new long[rows], Tally.ZERO);
    }

    /** The same with what came of some rows; the nearer witness is kept. */
    Result with(int[] rows, Result part) {
      for (int i = 0; i < rows.length; i++) {
        broken[rows[i]] = Ledger.Broken.nearer(broken[rows[i]], part.broken[i]);
        queries[rows[i]] += part.queries[i];
      }
      return new Result(broken, queries, tally.plus(part.tally));
    }

    int[] rows() {
      return IntStream.range(0, broken.length).toArray();
    }

    int[] unbroken() {
      return IntStream.range(0, broken.length).filter(row -> broken[row] == null).toArray();
    }
  }
}
