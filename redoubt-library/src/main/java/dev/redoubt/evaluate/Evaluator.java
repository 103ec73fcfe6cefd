package dev.redoubt.evaluate;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.evaluate.flag.Flag;
import dev.redoubt.evaluate.flag.ModelChecks;
import dev.redoubt.evaluate.flag.ResultChecks;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Runs a plan on a model and a dataset, batch by batch; several batches at a time, if it is given
 * the workers. What it finds does not depend on how many there are.
 */
public final class Evaluator {
  private final Plan plan;
  private final Device device;
  private final EvaluationListener listener;
  private final int workers;

  /** An evaluator that works on one batch after the other. */
  public Evaluator(Plan plan, Device device, EvaluationListener listener) {
    this(plan, device, listener, 1);
  }

  /**
   * An evaluator for one plan.
   *
   * @param workers batches to work on at a time; they share the engine's threads. On small networks
   *     two workers with a thread each are up to twice as fast as one with two. Models without
   *     gradients are always asked by one worker, since they may not be made for more
   */
  public Evaluator(Plan plan, Device device, EvaluationListener listener, int workers) {
    if (workers < 1) {
      throw new BadInputException("workers must be at least 1, not " + workers);
    }
    this.plan = plan;
    this.device = device;
    this.listener = listener;
    this.workers = workers;
  }

  /**
   * Evaluates a model.
   *
   * @param journal where batches are kept, so that a run that was stopped goes on there
   * @throws BadInputException if the data don't fit the model, are empty or not in its range, or an
   *     attack can't be run on the model under the threat
   */
  public Evaluation evaluate(LabelModel model, Dataset dataset, Journal journal) {
    check(model, dataset);
    List<Flag> flags = new ArrayList<>(modelFlags(model, dataset));
    Cascade cascade = new Cascade(plan, model);
    int total = dataset.size();
    int batches = (total + plan.batchSize() - 1) / plan.batchSize();
    Standing standing = new Standing(plan, batches, total, listener);
    int together = model instanceof GradientModel ? Math.min(workers, batches) : 1;
    Workers.run(
        together,
        batches,
        i -> {
          int from = i * plan.batchSize();
          int[] indices = IntStream.range(from, Math.min(total, from + plan.batchSize())).toArray();
          Optional<BatchResult> known = journal.read(i);
          if (known.filter(before -> before.completes(plan)).isPresent()) {
            standing.finished(i, known.get());
            return;
          }
          int curve = Math.max(0, Math.min(indices.length, plan.curveSamples() - from));
          Cascade.Observer observer =
              new Cascade.Observer() {
                @Override
                public void begins(String attack, int samples) {
                  listener.onAttack(i, batches, attack, samples);
                }

                @Override
                public void knows(BatchResult soFar) {
                  journal.write(i, soFar);
                }
              };
          BatchResult result =
              Scope.value(
                  () -> cascade.run(Batch.read(dataset, indices, device), curve, known, observer));
          journal.write(i, result);
          standing.finished(i, result);
        });
    Evaluation evaluation = standing.evaluation();
    flags.addAll(ResultChecks.of(evaluation, model.classes()));
    return evaluation.withFlags(flags);
  }

  /** What the model shows on the first batch; a black box is not asked for more. */
  private List<Flag> modelFlags(LabelModel model, Dataset dataset) {
    if (!(model instanceof GradientModel gradients)) {
      return List.of();
    }
    boolean averaged =
        plan.cascade().stream()
            .filter(attack -> attack.needs() == GradientModel.class)
            .allMatch(Attack::averagesDraws);
    int[] first = IntStream.range(0, Math.min(dataset.size(), plan.batchSize())).toArray();
    return Scope.value(
        () -> ModelChecks.of(gradients, Batch.read(dataset, first, device), averaged, plan.seed()));
  }

  /**
   * Refuses at once what {@link #evaluate} would refuse before its first batch.
   *
   * @throws BadInputException if the data don't fit the model or are empty, or an attack needs more
   *     than the model gives
   */
  public void check(LabelModel model, Dataset dataset) {
    Fit.check(model, dataset);
    for (Attack<?> attack : plan.cascade()) {
      Binding.check(attack, plan.threat(), model);
    }
  }
}
