package dev.redoubt.attack.universal;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.StepSize;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.ThreatModel;
import java.util.Arrays;

/**
 * Looks for a universal perturbation by projected gradient ascent over batches (Shafahi et al.
 * 2020, "Universal adversarial training"): each step goes along the steepest ascent of the batch's
 * mean loss, which is truncated, so that what is broken does not count for ever more.
 *
 * <p>The order of the samples is drawn from the seed and the epoch, and all sums are in that order,
 * so that the result depends on the seed and the settings alone, up to what the engine rounds
 * otherwise on another number of threads.
 *
 * @param epochs passes over the data, at least 1
 * @param batchSize samples of a step, at least 1
 * @param stepSize length of a step, in the norm of the threat
 * @param truncation the largest cross-entropy that counts, β, positive
 */
public record UniversalSearch(int epochs, int batchSize, StepSize stepSize, double truncation) {
  /** Checks the settings. */
  public UniversalSearch {
    if (epochs < 1 || batchSize < 1) {
      throw new BadInputException(
          "the search for a universal perturbation wants at least 1 epoch and batches of at least 1, not %d and %d"
              .formatted(epochs, batchSize));
    }
    if (!(truncation > 0)) {
      throw new BadInputException("the truncation of the loss must be positive, not " + truncation);
    }
  }

  /**
   * Ten epochs of batches of 128, steps of .3 epsilon, the loss truncated at 2, about that of a
   * guess among ten classes: of a few settings those that broke most digits.
   */
  public UniversalSearch() {
    this(10, 128, new StepSize.OfEpsilon(0.3), 2);
  }

  /** Told after each epoch. */
  @FunctionalInterface
  public interface Progress {
    /**
     * After an epoch.
     *
     * @param epoch from 1
     * @param loss mean truncated cross-entropy, on the way
     * @param wrong the share of samples that the model got wrong, on the way
     */
    void epoch(int epoch, double loss, double wrong);
  }

  /**
   * Runs the search.
   *
   * @param name of the result
   * @param data labelled samples that the perturbation is to break
   * @param threat how large it may be
   * @throws BadInputException if the data are empty or of another shape than the model's inputs
   */
  public UniversalPerturbation run(
      String name,
      GradientModel model,
      Dataset data,
      ThreatModel threat,
      long seed,
      Device device,
      Progress progress) {
    if (data.size() == 0 || !data.input().shape().equals(model.input().shape())) {
      throw new BadInputException(
          "a universal perturbation for model %s wants samples of shape %s, but dataset %s has %d of shape %s"
              .formatted(
                  model.name(),
                  model.input().shape(),
                  data.name(),
                  data.size(),
                  data.input().shape()));
    }
    float[] delta =
        Scope.value(
            () -> {
              Tensor still = Batch.read(data, new int[] {0}, device).inputs();
              return Scope.loop(
                      Tensors.zerosLike(still),
                      epochs,
                      done -> false,
                      (epoch, now) ->
                          new Epoch(model, data, threat, seed, device, epoch).after(now, progress))
                  .floats();
            });
    return new UniversalPerturbation(
        name, threat.norm(), threat.epsilon(), model.input().shape(), delta);
  }

  /** One pass over the data. */
  private final class Epoch {
    private final GradientModel model;
    private final Dataset data;
    private final ThreatModel threat;
    private final long seed;
    private final Device device;
    private final String purpose;
    private final int number;
    private double losses;
    private int wrong;

    Epoch(
        GradientModel model,
        Dataset data,
        ThreatModel threat,
        long seed,
        Device device,
        int number) {
      this.model = model;
      this.data = data;
      this.threat = threat;
      this.seed = seed;
      this.device = device;
      this.number = number;
      purpose = "universal/epoch-" + number;
    }

    Tensor after(Tensor delta, Progress progress) {
      int n = data.size();
      int[] order = RandomStream.of(seed, -1, purpose).permutation(n);
      int batches = (n + batchSize - 1) / batchSize;
      Tensor end =
          Scope.loop(
              delta,
              batches,
              done -> false,
              (i, now) -> {
                int[] some =
                    Arrays.copyOfRange(order, i * batchSize, Math.min(n, (i + 1) * batchSize));
                return step(now, Batch.read(data, some, device));
              });
      progress.epoch(number + 1, losses / n, wrong / (double) n);
      return end;
    }

    private Tensor step(Tensor delta, Batch batch) {
      Tensor leaf = Autograd.variable(delta);
      Tensor x = InputDomain.of(model.input()).clamp(batch.inputs().plus(leaf));
      Tensor logits = model.logitsOnTape(x, batch.draws(seed, purpose));
      Tensor each =
          Elementwise.clamp(
              new CrossEntropy().perSample(logits, batch.labels()),
              Double.NEGATIVE_INFINITY,
              truncation);
      Tensor mean = Reductions.mean(each);
      losses += mean.item() * batch.size();
      for (boolean met : Goal.untargeted().metBy(logits.detached(), batch.labels())) {
        wrong += met ? 1 : 0;
      }
      Tensor gradient = model.gradient(mean, leaf);
      Tensor ahead =
          delta.plus(threat.norm().steepestAscent(gradient, stepSize.at(threat.epsilon())));
      return threat.norm().project(ahead, threat.epsilon());
    }
  }
}
