package dev.redoubt.evaluate;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Runs a plan on a model and a dataset, batch by batch. */
public final class Evaluator {
  private final Plan plan;
  private final Device device;
  private final EvaluationListener listener;

  /** An evaluator for one plan. */
  public Evaluator(Plan plan, Device device, EvaluationListener listener) {
    this.plan = plan;
    this.device = device;
    this.listener = listener;
  }

  /**
   * Evaluates a model.
   *
   * @param journal where finished batches are kept, so that a run that was stopped goes on there
   * @throws BadInputException if the data don't fit the model, are empty or not in its range, or an
   *     attack needs more than the model gives
   */
  public Evaluation evaluate(LabelModel model, Dataset dataset, Journal journal) {
    check(model, dataset);
    Cascade cascade = new Cascade(plan, model);
    int total = dataset.size();
    int batches = (total + plan.batchSize() - 1) / plan.batchSize();
    List<BatchResult> results = new ArrayList<>();
    for (int i = 0; i < batches; i++) {
      int from = i * plan.batchSize();
      int[] indices = IntStream.range(from, Math.min(total, from + plan.batchSize())).toArray();
      int curve = Math.max(0, Math.min(indices.length, plan.curveSamples() - from));
      Optional<BatchResult> known = journal.read(i);
      if (known.isPresent()) {
        results.add(known.get());
      } else {
        results.add(Scope.value(() -> cascade.run(Batch.read(dataset, indices, device), curve)));
        journal.write(i, results.get(i));
      }
      Evaluation soFar = new Evaluation(plan, results);
      listener.onProgress(
          soFar.samples(),
          total,
          (int) Math.round(soFar.cleanAccuracy() * soFar.samples()),
          (int) Math.round(soFar.robustAccuracy() * soFar.samples()));
    }
    return new Evaluation(plan, results);
  }

  /**
   * Refuses at once what {@link #evaluate} would refuse before its first batch.
   *
   * @throws BadInputException if the data don't fit the model or are empty, or an attack needs more
   *     than the model gives
   */
  public void check(LabelModel model, Dataset dataset) {
    if (dataset.size() == 0) {
      throw new BadInputException("dataset " + dataset.name() + " has no samples to evaluate on");
    }
    if (!dataset.input().shape().equals(model.input().shape())) {
      throw new BadInputException(
          "model %s takes inputs of shape %s, but dataset %s has %s"
              .formatted(
                  model.name(), model.input().shape(), dataset.name(), dataset.input().shape()));
    }
    if (dataset.classes().size() > model.classes()) {
      throw new BadInputException(
          "dataset %s has %d classes, but model %s knows only %d"
              .formatted(dataset.name(), dataset.classes().size(), model.name(), model.classes()));
    }
    for (Attack<?> attack : plan.cascade()) {
      Binding.check(attack, plan.threat(), model);
    }
  }
}
