package dev.redoubt.train;

import dev.redoubt.BadInputException;
import dev.redoubt.tensor.Optimizer;
import java.util.List;

/**
 * How a run goes, whatever it teaches: what the training loop has to be told.
 *
 * @param optimizer the optimiser and its constants; its learning rate is the peak of the schedule
 * @param schedule the learning rate over the run
 * @param passes over the data, at least 1
 * @param batchSize samples a step, at least 1
 * @param clipNorm the largest Euclidean length of a step's gradient, 0 for no bound
 * @param augmentations applied to each image in order
 * @param heldOut samples kept out of training to measure each epoch on
 * @param seed of the weights, the order and all draws
 * @param refinements what goes around the objective
 */
public record Course(
    Optimizer.Settings optimizer,
    Schedule schedule,
    int passes,
    int batchSize,
    double clipNorm,
    List<Augmentation> augmentations,
    int heldOut,
    long seed,
    Refinements refinements) {
  /** Checks and copies. */
  public Course {
    augmentations = List.copyOf(augmentations);
    if (passes < 1 || batchSize < 1) {
      throw new BadInputException(
          "training wants at least 1 epoch and batches of at least 1, not "
              + passes
              + " and "
              + batchSize);
    }
    if (!(clipNorm >= 0) || heldOut < 0) {
      throw new BadInputException(
          "gradient clipping and held-out samples must not be negative, not %s and %d"
              .formatted(clipNorm, heldOut));
    }
    double rate = optimizer.learningRate();
    if (!(rate > 0) || Double.isInfinite(rate)) {
      throw new BadInputException("learning rate must be positive and finite, not " + rate);
    }
    double decay = optimizer.weightDecay();
    if (!(decay >= 0) || Double.isInfinite(decay)) {
      throw new BadInputException("weight decay must be finite and not negative, not " + decay);
    }
    if (refinements.selection().best() && heldOut == 0) {
      throw new BadInputException(
          "keeping the best epoch wants held-out samples to tell it by, not 0");
    }
  }
}
