package dev.redoubt.evaluate;

import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Scope;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Passes over all batches of a dataset. Each runs the attacks that those before it have not run
 * yet; what the journal knows is not computed again.
 */
final class Passes {
  private final Plan plan;
  private final Pipeline pipeline;
  private final Dataset dataset;
  private final Device device;
  private final EvaluationListener listener;
  private final int workers;
  private final Journal journal;
  private final int batches;
  private final Standing standing;

  Passes(
      Plan plan,
      Pipeline pipeline,
      Dataset dataset,
      Device device,
      EvaluationListener listener,
      int workers,
      Journal journal) {
    this.plan = plan;
    this.pipeline = pipeline;
    this.dataset = dataset;
    this.device = device;
    this.listener = listener;
    this.journal = journal;
    this.batches = (dataset.size() + plan.batchSize() - 1) / plan.batchSize();
    this.workers = pipeline.isShared() ? Math.min(workers, batches) : 1;
    this.standing = new Standing(plan, batches, dataset.size(), listener);
  }

  /**
   * One pass.
   *
   * @param entries all attacks up to now, those of the passes before first
   * @param withCurve whether the curve is measured as well
   */
  void run(List<Entry> entries, boolean withCurve) {
    standing.begins(List.copyOf(entries));
    Cascade cascade = new Cascade(plan, pipeline, List.copyOf(entries));
    Workers.run(workers, batches, i -> batch(cascade, entries.size(), withCurve, i));
  }

  private void batch(Cascade cascade, int entries, boolean withCurve, int number) {
    Optional<BatchResult> known = standing.known(number).or(() -> journal.read(number));
    int points = withCurve ? plan.curve().size() : 0;
    if (known.filter(before -> before.completes(entries, points)).isPresent()) {
      standing.finished(number, known.get());
      return;
    }
    int from = number * plan.batchSize();
    int to = Math.min(dataset.size(), from + plan.batchSize());
    int[] indices = IntStream.range(from, to).toArray();
    int curve = Math.max(0, Math.min(indices.length, plan.curveSamples() - from));
    BatchResult result =
        Scope.value(
            () -> {
              Batch batch = Batch.read(dataset, indices, device);
              return cascade.run(batch, curve, withCurve, known, observer(number));
            });
    journal.write(number, result);
    standing.finished(number, result);
  }

  private Cascade.Observer observer(int number) {
    return new Cascade.Observer() {
      @Override
      public void begins(String attack, int samples) {
        listener.onAttack(number, batches, attack, samples);
      }

      @Override
      public void knows(BatchResult soFar) {
        journal.write(number, soFar);
      }
    };
  }

  /** What is known after the passes so far. */
  Evaluation evaluation() {
    return standing.evaluation();
  }
}
