package dev.redoubt.train;

import dev.redoubt.BadInputException;
import dev.redoubt.tensor.Optimizer;
import java.util.List;

/**
 * Everything that a training run depends on but the data and the architecture.
 *
 * @param objective what is minimised
 * @param optimizer the optimiser and its constants; its learning rate is the peak of the schedule
 * @param schedule the learning rate over the run
 * @param epochs updates for each sample, at least 1; see {@link #passes}
 * @param batchSize samples a step, at least 1
 * @param epsilonWarmup epochs over which the budget of an inner attack rises linearly from 0
 * @param clipNorm the largest Euclidean length of a step's gradient, 0 for no bound
 * @param augmentations applied to each image in order
 * @param heldOut samples kept out of training to report accuracy on after each epoch
 * @param seed of the weights, the order and all draws
 * @param refinements what goes around the objective
 */
public record Recipe(
    Objective objective,
    Optimizer.Settings optimizer,
    Schedule schedule,
    int epochs,
    int batchSize,
    double epsilonWarmup,
    double clipNorm,
    List<Augmentation> augmentations,
    int heldOut,
    long seed,
    Refinements refinements) {
  /** A recipe without refinements. */
  public Recipe(
      Objective objective,
      Optimizer.Settings optimizer,
      Schedule schedule,
      int epochs,
      int batchSize,
      double epsilonWarmup,
      double clipNorm,
      List<Augmentation> augmentations,
      int heldOut,
      long seed) {
    this(
        objective,
        optimizer,
        schedule,
        epochs,
        batchSize,
        epsilonWarmup,
        clipNorm,
        augmentations,
        heldOut,
        seed,
        Refinements.NONE);
  }

  /** Checks and copies. */
  public Recipe {
    augmentations = List.copyOf(augmentations);
    if (!(epsilonWarmup >= 0)) {
      throw new BadInputException("epsilon warm-up must not be negative, not " + epsilonWarmup);
    }
    if (refinements.labelSmoothing() > 0 && !objective.smoothsLabels()) {
      throw new BadInputException(
          "method " + objective.name() + " has a loss of its own: label smoothing does not fit it");
    }
    new Course( // which checks what they have in common
        optimizer,
        schedule,
        passes(epochs, objective),
        batchSize,
        clipNorm,
        augmentations,
        heldOut,
        seed,
        refinements);
  }

  /** What the loop needs of it. */
  Course course() {
    return new Course(
        optimizer,
        schedule,
        passes(),
        batchSize,
        clipNorm,
        augmentations,
        heldOut,
        seed,
        refinements);
  }

  /** The same with refinements. */
  public Recipe with(Refinements other) {
    return new Recipe(
        objective,
        optimizer,
        schedule,
        epochs,
        batchSize,
        epsilonWarmup,
        clipNorm,
        augmentations,
        heldOut,
        seed,
        other);
  }

  /**
   * Passes over the data. An objective that uses each batch for m updates makes {@code epochs} of
   * updates in {@code ⌈epochs/m⌉} passes (Shafahi et al. 2019, algorithm 1).
   */
  public int passes() {
    return passes(epochs, objective);
  }

  private static int passes(int epochs, Objective objective) {
    return (epochs + objective.replays() - 1) / objective.replays();
  }

  /** The share of the budget that the warm-up allows after a number of passes. */
  double epsilonFactor(double passes) {
    return epsilonWarmup == 0 ? 1 : Math.min(1, passes * objective.replays() / epsilonWarmup);
  }
}
