package dev.redoubt.train;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Dataset;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trains networks that take Gaussian noise away from images, in the same loop as classifiers. Same
 * seed and settings, same weights.
 */
public final class DenoiserTrainer {
  private static final int EXAMPLES = 8;

  private final NoiseLevels noise;
  private final Course course;
  private final Device device;
  private final RunListener<DenoisingEpoch> listener;
  private final double partialSeconds;

  /**
   * A trainer.
   *
   * @throws BadInputException if the course has what only classifiers have use for
   */
  public DenoiserTrainer(
      NoiseLevels noise, Course course, Device device, RunListener<DenoisingEpoch> listener) {
    this(noise, course, device, listener, 60);
  }

  /**
   * A trainer that writes checkpoints within epochs at another pace.
   *
   * @param partialSeconds the least time between two of them
   */
  DenoiserTrainer(
      NoiseLevels noise,
      Course course,
      Device device,
      RunListener<DenoisingEpoch> listener,
      double partialSeconds) {
    if (course.refinements().labelSmoothing() > 0) {
      throw new BadInputException("a denoiser learns no labels: label smoothing does not fit it");
    }
    this.noise = noise;
    this.course = course;
    this.device = device;
    this.listener = listener;
    this.partialSeconds = partialSeconds;
  }

  /**
   * A finished run.
   *
   * @param network with the weights that are delivered, frozen again
   * @param history an entry an epoch
   * @param epoch the epoch that the weights are from
   * @param heldOut samples that the history is about
   * @param examples some of them
   */
  public record Result(
      Network network,
      List<DenoisingEpoch> history,
      int epoch,
      int heldOut,
      List<DenoisedSample> examples) {}

  /**
   * Trains a network from the weights that it has, or goes on where the checkpoint stands.
   *
   * @param dataset images; labels do not count
   * @param extra mixed into each batch; there if and only if the course gives it a share
   * @param network from images to images of the same shape; its weights change in place
   * @param checkpoint as for {@link Trainer#train(Dataset, Optional, Trainee, Path)}
   * @throws BadInputException if the data are no images, or the checkpoint belongs to another run
   * @throws Trainer.Diverged if the loss or a weight is not finite; checkpoints stay
   */
  public Result train(
      Dataset dataset, Optional<Dataset> extra, Network network, @Nullable Path checkpoint) {
    if (!dataset.input().isImage()) {
      throw new BadInputException(
          "denoisers are trained on images, but the samples of dataset %s have the shape %s"
              .formatted(dataset.name(), dataset.input().shape()));
    }
    TrainingData data = new TrainingData(dataset, extra, course);
    HeldOutNoise heldOut = new HeldOutNoise(dataset, data.heldOut(), noise, course.seed(), device);
    NetworkWeights weights = new NetworkWeights(network);
    Reconstruction task = new Reconstruction(noise, course, dataset.input(), weights, heldOut);
    try (TrainingRun<DenoisingEpoch> run =
        new TrainingRun<>(course, device, listener, task, data)) {
      TrainingRun.Outcome<DenoisingEpoch> outcome = run.run(checkpoint, partialSeconds);
      return new Result(
          network,
          outcome.history(),
          outcome.epoch(),
          heldOut.size(),
          heldOut.examples(network, EXAMPLES));
    }
  }
}
