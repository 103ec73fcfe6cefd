package dev.redoubt.train;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Dataset;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Trains classifiers, with any objective. Same seed and recipe, same weights. */
public final class Trainer {
  private final Recipe recipe;
  private final Device device;
  private final TrainingListener listener;
  private final double partialSeconds;

  /** A trainer for one recipe. */
  public Trainer(Recipe recipe, Device device, TrainingListener listener) {
    this(recipe, device, listener, 60);
  }

  /**
   * A trainer that writes checkpoints within epochs at another pace.
   *
   * @param partialSeconds the least time between two of them
   */
  Trainer(Recipe recipe, Device device, TrainingListener listener, double partialSeconds) {
    this.recipe = recipe;
    this.device = device;
    this.listener = listener;
    this.partialSeconds = partialSeconds;
  }

  /**
   * A finished run.
   *
   * @param trainee with the weights that are delivered, frozen again
   * @param history an entry an epoch
   * @param epoch the epoch that the weights are from
   * @param heldOut samples that accuracies in the history are shares of
   */
  public record Result(Trainee trainee, List<EpochSummary> history, int epoch, int heldOut) {
    /** The network that was trained, if it is one of ours. */
    public Network network() {
      return ((NetworkTrainee) trainee.classifier()).network();
    }
  }

  /** The loss or a weight is no number any more. The trainee has its last good weights again. */
  public static final class Diverged extends BadInputException {
    private static final long serialVersionUID = 1L;

    private final int goodEpoch;

    Diverged(int epoch, int step, int steps, String what, int goodEpoch) {
      super(
          "training diverged in epoch %d, step %d of %d: %s (try a lower learning rate)"
              .formatted(epoch, step, steps, what));
      this.goodEpoch = goodEpoch;
    }

    /** The epoch that the trainee's weights are from; 0 if they are those that it started from. */
    public int goodEpoch() {
      return goodEpoch;
    }
  }

  /**
   * Trains a fresh network, or goes on where the checkpoint stands.
   *
   * @param checkpoint see {@link #train(Dataset, Optional, Trainee, Path)}
   */
  public Result train(Dataset dataset, Graph graph, @Nullable Path checkpoint) {
    Network network = Network.create(graph, recipe.seed()).to(device);
    Trainee trainee = new NetworkTrainee(network, dataset.input(), dataset.classes().size());
    return train(dataset, Optional.empty(), trainee, checkpoint);
  }

  /**
   * Trains a classifier from the weights that it has, or goes on where the checkpoint stands.
   *
   * @param extra mixed into each batch; there if and only if the recipe gives it a share
   * @param checkpoint written after each epoch and, beside it with the ending {@code .partial},
   *     every minute; null for none
   * @throws BadInputException if the checkpoint belongs to another run, the recipe does not fit the
   *     data or the classifier, or training collapsed in its first epoch and was to stop
   * @throws Diverged if the loss or a weight is not finite; checkpoints stay
   */
  public Result train(
      Dataset dataset, Optional<Dataset> extra, Trainee trainee, @Nullable Path checkpoint) {
    check(dataset, trainee);
    Objective objective = recipe.objective();
    TrainingData data = new TrainingData(dataset, extra, recipe.course());
    HeldOut heldOut = new HeldOut(dataset, data.heldOut(), objective, recipe.seed(), device);
    Classification task = new Classification(recipe, objective, trainee, heldOut);
    try (TrainingRun<EpochSummary> run =
        new TrainingRun<>(recipe.course(), device, listener, task, data)) {
      TrainingRun.Outcome<EpochSummary> outcome = run.run(checkpoint, partialSeconds);
      return new Result(trainee, outcome.history(), outcome.epoch(), heldOut.size());
    }
  }

  private void check(Dataset dataset, Trainee trainee) {
    if (trainee.trainable().isEmpty()) {
      throw new BadInputException(
          "model %s has no weights that could be trained".formatted(trainee.view().name()));
    }
    recipe
        .objective()
        .refuses(dataset.input(), trainee.view().classes())
        .ifPresent(
            reason -> {
              throw new BadInputException(reason);
            });
  }
}
