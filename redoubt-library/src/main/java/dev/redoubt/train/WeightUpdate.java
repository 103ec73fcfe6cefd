package dev.redoubt.train;

import dev.redoubt.data.Batch;
import dev.redoubt.model.GradientModel;
import dev.redoubt.nn.Mode;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** The inner problem of one batch, and one step of the optimiser on the outer one. */
final class WeightUpdate implements AutoCloseable {
  private final Recipe recipe;
  private final Trainee trainee;
  private final Carried carried;
  private final List<Tensor> weights;
  private Optimizer optimizer;
  private double learningRate;

  WeightUpdate(Recipe recipe, Trainee trainee, Carried carried) {
    this.recipe = recipe;
    this.trainee = trainee;
    this.carried = carried;
    this.weights = List.copyOf(trainee.trainable().values());
    this.optimizer = recipe.optimizer().over(weights);
  }

  /**
   * One update.
   *
   * @param progress the share of the run that is done before it, for the schedule
   * @param passes over the data that are done after it, for the warm-up of the budget
   * @return the loss; if it is not finite, nothing was changed
   */
  double step(
      Objective objective, Batch batch, int epoch, double progress, double passes, Draws draws) {
    learningRate = recipe.optimizer().learningRate() * recipe.schedule().factor(progress);
    optimizer.learningRate(learningRate);
    boolean deployed = recipe.refinements().attackMode() == Mode.EVAL;
    GradientModel view = deployed ? trainee.view() : new BatchStatisticsView(trainee);
    Lesson lesson =
        new Lesson(
            view,
            trainee,
            batch,
            recipe.epsilonFactor(passes),
            recipe.refinements().labelSmoothing(),
            draws,
            carried);
    Tensor examples = deployed ? objective.examples(lesson) : keepingStatistics(objective, lesson);
    try {
      Optimizer.trainable(weights, true);
      Map<String, Tensor> moves =
          recipe
              .refinements()
              .weightPerturbation()
              .filter(awp -> epoch > awp.warmupEpochs())
              .map(awp -> awp.apply(objective, lesson, examples))
              .orElse(Map.of());
      Tensor loss = objective.loss(lesson, examples);
      double value = loss.item();
      if (Double.isFinite(value)) {
        optimizer.minimise(loss, recipe.clipNorm());
      }
      WeightPerturbation.undo(trainee, moves);
      if (Double.isFinite(value)) {
        objective.learnt(lesson, examples);
      }
      return value;
    } finally {
      Optimizer.trainable(weights, false);
    }
  }

  private Tensor keepingStatistics(Objective objective, Lesson lesson) {
    try (KeptStatistics statistics = new KeptStatistics(trainee)) {
      return objective.examples(lesson);
    }
  }

  /** The rate of the last step. */
  double learningRate() {
    return learningRate;
  }

  byte[] optimizerState() {
    return optimizer.state();
  }

  /** Starts the optimiser anew from a state. */
  void restore(byte[] state) {
    optimizer.close();
    optimizer = recipe.optimizer().over(weights);
    optimizer.restore(state);
  }

  @Override
  public void close() {
    optimizer.close();
  }
}
