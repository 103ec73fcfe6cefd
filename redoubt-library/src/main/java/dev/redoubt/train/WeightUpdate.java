package dev.redoubt.train;

import dev.redoubt.tensor.Optimizer;
import dev.redoubt.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** One step of the optimiser on the loss of one batch. */
final class WeightUpdate implements AutoCloseable {
  private final Course course;
  private final Trainable trainee;
  private final List<Tensor> weights;
  private Optimizer optimizer;
  private double learningRate;

  WeightUpdate(Course course, Trainable trainee) {
    this.course = course;
    this.trainee = trainee;
    this.weights = List.copyOf(trainee.trainable().values());
    this.optimizer = course.optimizer().over(weights);
  }

  /**
   * One update.
   *
   * @param progress the share of the run that is done before it, for the schedule
   * @return the loss; if it is not finite, nothing was changed
   */
  double step(Exercise exercise, int epoch, double progress) {
    learningRate = course.optimizer().learningRate() * course.schedule().factor(progress);
    optimizer.learningRate(learningRate);
    try {
      Optimizer.trainable(weights, true);
      Map<String, Tensor> moves =
          course
              .refinements()
              .weightPerturbation()
              .filter(awp -> epoch > awp.warmupEpochs())
              .map(awp -> awp.apply(trainee, exercise))
              .orElse(Map.of());
      Tensor loss = exercise.loss();
      double value = loss.item();
      if (Double.isFinite(value)) {
        optimizer.minimise(loss, course.clipNorm());
      }
      WeightPerturbation.undo(trainee, moves);
      if (Double.isFinite(value)) {
        exercise.learnt();
      }
      return value;
    } finally {
      Optimizer.trainable(weights, false);
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
    optimizer = course.optimizer().over(weights);
    optimizer.restore(state);
  }

  @Override
  public void close() {
    optimizer.close();
  }
}
