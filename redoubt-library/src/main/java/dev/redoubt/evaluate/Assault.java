package dev.redoubt.evaluate;

import dev.redoubt.attack.Candidates;
import dev.redoubt.data.Batch;
import dev.redoubt.model.DoublePrecision;
import dev.redoubt.model.LabelModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
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
  private final long seed;

  Assault(Pipeline pipeline, long seed) {
    this.pipeline = pipeline;
    this.model = pipeline.deployed();
    this.seed = seed;
    this.precise =
        model instanceof DoublePrecision twin ? twin.inDoublePrecision() : Optional.empty();
  }

  /** The clean predictions, before any attack. */
  Judge.Prediction[] clean(Batch batch, Meter meter) {
    return judge(meter).clean(batch);
  }

  private Judge judge(Meter meter) {
    return new Judge(MeteredModel.of(model, meter), precise, seed);
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
    Result all =
        new Result(new Ledger.@Nullable Broken[batch.size()], new long[batch.size()], Tally.ZERO);
    for (int from = 0; from < batch.size(); from += together) {
      int[] rows = IntStream.range(from, Math.min(batch.size(), from + together)).toArray();
      all = all.with(from, part(entry, threat, batch.rows(rows)));
    }
    return all;
  }

  private Result part(Entry entry, ThreatModel threat, Batch batch) {
    Meter meter = new Meter();
    long start = System.nanoTime();
    return Scope.value(
        () -> {
          String purpose = "attack/" + entry.name() + "/" + threat.text();
          LabelModel view = MeteredModel.of(entry.view(pipeline, batch), meter);
          Candidates candidates =
              Binding.propose(entry.attack(), view, batch, threat, batch.draws(seed, purpose));
          long[] queries = LongStream.of(batch.ids()).map(meter::forwards).toArray();
          Judge judge = judge(meter);
          Ledger.@Nullable Broken[] broken = new Ledger.Broken[batch.size()];
          int count = 0;
          for (int row : judge.suspects(batch, candidates.points())) {
            Optional<Judge.Witness> witness =
                judge.witness(batch.rows(row), Layout.rows(candidates.points(), row), threat);
            if (witness.isPresent()) {
              int steps = candidates.steps()[row];
              broken[row] = new Ledger.Broken(entry.name(), witness.get(), steps);
              count++;
            }
          }
          return new Result(broken, queries, Tally.of(count, meter, start));
        });
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
    /** The same with what came of the rows from one on. */
    Result with(int from, Result part) {
      System.arraycopy(part.broken, 0, broken, from, part.broken.length);
      System.arraycopy(part.queries, 0, queries, from, part.queries.length);
      return new Result(broken, queries, tally.plus(part.tally));
    }
  }
}
