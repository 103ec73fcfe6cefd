package dev.redoubt.train;

/**
 * What one pass over the data came to for a diffusion model.
 *
 * @param epoch 1, 2, …
 * @param loss mean squared error of the guessed noise over the updates; 1 is what guessing nothing
 *     would give
 * @param heldOut the same of the weights that would be delivered, over the held-out slice, at times
 *     and with noise that are the same in every epoch; NaN without a slice
 * @param learningRate at the end of the epoch
 * @param seconds wall-clock time of the epoch, held-out evaluation included
 */
public record DiffusionEpoch(
    int epoch, double loss, double heldOut, double learningRate, double seconds) implements Epoch {
  /** The less error, the better. */
  @Override
  public double score() {
    return -heldOut;
  }

  /** The same without the time that it took, which no two runs share. */
  public DiffusionEpoch timeless() {
    return new DiffusionEpoch(epoch, loss, heldOut, learningRate, 0);
  }
}
