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
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
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

  /** Evaluates a model without a defence; see {@link #evaluate(Pipeline, Dataset, Journal)}. */
  public Evaluation evaluate(LabelModel model, Dataset dataset, Journal journal) {
    return evaluate(Pipeline.of(model), dataset, journal);
  }

  /**
   * Evaluates a model with its defence. Every attack runs twice on a defended one, by an attacker
   * who does not know of the defence and then, on what is left, by one who does; on a random one
   * again with more draws, until that makes no difference. One that may reject is attacked unasked
   * by those as well who treat class and rejection apart.
   *
   * @param journal where batches are kept, so that a run that was stopped goes on there
   * @throws BadInputException if the data don't fit the model, are empty or not in its range, or an
   *     attack can't be run on the model under the threat
   */
  public Evaluation evaluate(Pipeline pipeline, Dataset dataset, Journal journal) {
    check(pipeline, dataset);
    List<Flag> flags = new ArrayList<>(modelFlags(pipeline, dataset));
    List<Attack<?>> joint = JointForms.of(plan, pipeline, dataset, device);
    List<Entry> entries = new ArrayList<>(Entries.first(plan, joint, pipeline));
    Passes passes = new Passes(plan, pipeline, dataset, device, listener, workers, journal);
    int draws = plan.eot().first();
    boolean doubles =
        plan.eot().allowsTwice(draws) && !Entries.with(2 * draws, plan, joint, pipeline).isEmpty();
    passes.run(entries, !doubles);
    if (doubles) {
      double moved = 1;
      while (moved > plan.eot().tolerance() && plan.eot().allowsTwice(draws)) {
        draws *= 2;
        double before = passes.evaluation().lastRobustAccuracy();
        entries.addAll(Entries.with(draws, plan, joint, pipeline));
        passes.run(entries, false);
        moved = before - passes.evaluation().lastRobustAccuracy();
      }
      passes.run(entries, true);
    }
    Evaluation evaluation = passes.evaluation();
    flags.addAll(ResultChecks.of(evaluation, pipeline.classifier().classes()));
    return evaluation.withFlags(flags);
  }

  /**
   * Evaluates a model with its defence under attackers who don't know that there is one: they look
   * at the classifier alone, and the whole of it judges what they find. Without a defence there is
   * nothing to know, and everything is run.
   *
   * @param journal of its own, not that of {@link #evaluate(Pipeline, Dataset, Journal)}
   * @throws BadInputException as there
   */
  public Evaluation evaluateOblivious(Pipeline pipeline, Dataset dataset, Journal journal) {
    check(pipeline, dataset);
    List<Entry> entries =
        Entries.first(plan, List.of(), pipeline).stream()
            .filter(e -> !pipeline.isDefended() || e.knowledge() != Knowledge.ADAPTIVE)
            .toList();
    Passes passes = new Passes(plan, pipeline, dataset, device, listener, workers, journal);
    passes.run(entries, true);
    return passes.evaluation();
  }

  /** What the model shows on the first batch; a black box is not asked for more. */
  private List<Flag> modelFlags(Pipeline pipeline, Dataset dataset) {
    if (!(pipeline.adaptive(1) instanceof GradientModel gradients)) {
      return List.of();
    }
    boolean averaged =
        plan.eot().first() > 1
            || plan.cascade().stream()
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
  public void check(Pipeline pipeline, Dataset dataset) {
    Fit.check(pipeline.deployed(), dataset);
    LabelModel view = pipeline.adaptive(1);
    for (Attack<?> attack : plan.cascade()) {
      Binding.check(attack, plan.threat(), view);
    }
    plan.targeting()
        .refuses(view)
        .ifPresent(
            sentence -> {
              throw new BadInputException(sentence);
            });
    plan.targeting().check(dataset, view.classes());
  }
}
