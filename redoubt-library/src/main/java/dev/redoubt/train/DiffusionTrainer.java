package dev.redoubt.train;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Dataset;
import dev.redoubt.diffusion.DiffusionModel;
import dev.redoubt.tensor.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trains diffusion models, in the same loop as classifiers. Same seed and settings, same weights.
 */
public final class DiffusionTrainer {
  /** The time of the noise in examples, as a share of all steps. */
  public static final double EXAMPLE_TIME = 0.2;

  private static final int EXAMPLES = 4;

  private final Course course;
  private final Device device;
  private final RunListener<DiffusionEpoch> listener;
  private final double partialSeconds;

  /**
   * A trainer.
   *
   * @throws BadInputException if the course has what only classifiers have use for
   */
  public DiffusionTrainer(Course course, Device device, RunListener<DiffusionEpoch> listener) {
    this(course, device, listener, 60);
  }

  /**
   * A trainer that writes checkpoints within epochs at another pace.
   *
   * @param partialSeconds the least time between two of them
   */
  DiffusionTrainer(
      Course course, Device device, RunListener<DiffusionEpoch> listener, double partialSeconds) {
    if (course.refinements().labelSmoothing() > 0) {
      throw new BadInputException(
          "a diffusion model learns no labels: label smoothing does not fit it");
    }
    this.course = course;
    this.device = device;
    this.listener = listener;
    this.partialSeconds = partialSeconds;
  }

  /**
   * A finished run.
   *
   * @param model with the weights that are delivered, frozen again
   * @param history an entry an epoch
   * @param epoch the epoch that the weights are from
   * @param heldOut samples that errors are about
   * @param examples some of them, with noise at {@link #EXAMPLE_TIME} and denoised in one look
   */
  public record Result(
      DiffusionModel model,
      List<DiffusionEpoch> history,
      int epoch,
      int heldOut,
      List<DenoisedSample> examples) {}

  /**
   * Trains a model from the weights that it has, or goes on where the checkpoint stands.
   *
   * @param dataset of the shape and range that the model takes; labels do not count
   * @param extra mixed into each batch; there if and only if the course gives it a share
   * @param model its weights change in place
   * @param checkpoint as for {@link Trainer#train(Dataset, Optional, Trainee, Path)}
   * @throws BadInputException if the data do not fit the model, or the checkpoint belongs to
   *     another run
   * @throws Trainer.Diverged if the loss or a weight is not finite; checkpoints stay
   */
  public Result train(
      Dataset dataset, Optional<Dataset> extra, DiffusionModel model, @Nullable Path checkpoint) {
    if (!dataset.input().equals(model.input())) {
      throw new BadInputException(
          "the diffusion model takes inputs %s, but those of data %s are %s"
              .formatted(model.input(), dataset.name(), dataset.input()));
    }
    TrainingData data = new TrainingData(dataset, extra, course);
    NoisePrediction task =
        new NoisePrediction(
            model,
            NoisySamples.signals(model.schedule()),
            course,
            new NetworkWeights(model.network()),
            dataset,
            data.heldOut(),
            device);
    try (TrainingRun<DiffusionEpoch> run =
        new TrainingRun<>(course, device, listener, task, data)) {
      TrainingRun.Outcome<DiffusionEpoch> outcome = run.run(checkpoint, partialSeconds);
      return new Result(
          model,
          outcome.history(),
          outcome.epoch(),
          data.heldOut().length,
          task.examples(EXAMPLES, EXAMPLE_TIME));
    }
  }
}
