package dev.redoubt.train;

import dev.redoubt.data.Batch;
import dev.redoubt.model.GradientModel;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Pass;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.Optional;

/**
 * Training of classifiers: the inner and the outer problem of an objective for each batch, and
 * accuracies for each epoch.
 *
 * @param objective that of the recipe, or its stronger form
 */
record Classification(Recipe recipe, Objective objective, Trainee trainee, HeldOut heldOut)
    implements Task<EpochSummary> {
  @Override
  public Class<EpochSummary> epochType() {
    return EpochSummary.class;
  }

  @Override
  public String fingerprint() {
    return recipe + "|" + recipe.objective().settings();
  }

  @Override
  public int replays() {
    return objective.replays();
  }

  @Override
  public Optional<Task<EpochSummary>> stronger() {
    return objective.stronger().map(other -> new Classification(recipe, other, trainee, heldOut));
  }

  @Override
  public Exercise exercise(Batch batch, Moment moment) {
    Refinements refinements = recipe.refinements();
    boolean deployed = refinements.attackMode() == Mode.EVAL;
    GradientModel view = deployed ? trainee.view() : new BatchStatisticsView(trainee);
    Lesson lesson =
        new Lesson(
            view,
            trainee,
            batch,
            recipe.epsilonFactor(moment.passes()),
            refinements.labelSmoothing(),
            moment.draws(),
            moment.carried());
    Tensor examples = deployed ? objective.examples(lesson) : keepingStatistics(lesson);
    return new Problem(objective, lesson, examples);
  }

  private Tensor keepingStatistics(Lesson lesson) {
    try (KeptStatistics statistics = new KeptStatistics(trainee)) {
      return objective.examples(lesson);
    }
  }

  @Override
  public void calibrate(Batch batch, Draws draws) {
    Autograd.noGrad(() -> trainee.logits(batch.inputs(), new Pass(Mode.TRAIN, draws)));
  }

  @Override
  public EpochSummary measure(EpochFacts facts) {
    double factor = recipe.epsilonFactor(facts.passes());
    HeldOut.Measures m = heldOut.measure(trainee.view(), factor);
    return new EpochSummary(
        facts.epoch(),
        facts.loss(),
        m.clean(),
        m.robust(),
        m.noisy(),
        m.signs(),
        CollapseAlarm.rings(m.clean(), m.signs()),
        factor,
        facts.learningRate(),
        objective.name(),
        facts.seconds().getAsDouble());
  }

  /** One standard error, so that the noise of a small slice does not pick an early epoch. */
  @Override
  public double slack(double best) {
    return Math.sqrt(best * (1 - best) / heldOut.size());
  }

  /** The outer problem at the points that the inner one found. */
  private record Problem(Objective objective, Lesson lesson, Tensor examples) implements Exercise {
    @Override
    public Tensor loss() {
      return objective.loss(lesson, examples);
    }

    @Override
    public void learnt() {
      objective.learnt(lesson, examples);
    }
  }
}
