package dev.redoubt.train;

/**
 * What one pass over the data came to for a denoiser. Peak signal-to-noise ratios are {@code 10
 * log10(range² / mean squared error)} in decibels, over all pixels of the held-out slice, of the
 * weights that would be delivered; NaN without a slice.
 *
 * @param epoch 1, 2, …
 * @param loss mean squared error over the updates, with the range of inputs as the unit
 * @param denoisedPsnr of denoised samples under the strongest noise
 * @param noisyPsnr of the same samples before they are denoised: what doing nothing would give
 * @param cleanPsnr of samples that were denoised though nothing had been added
 * @param learningRate at the end of the epoch
 * @param seconds wall-clock time of the epoch, held-out evaluation included
 */
public record DenoisingEpoch(
    int epoch,
    double loss,
    double denoisedPsnr,
    double noisyPsnr,
    double cleanPsnr,
    double learningRate,
    double seconds)
    implements Epoch {
  /** The ratio under noise. */
  @Override
  public double score() {
    return denoisedPsnr;
  }

  /** The same without the time that it took, which no two runs share. */
  public DenoisingEpoch timeless() {
    return new DenoisingEpoch(epoch, loss, denoisedPsnr, noisyPsnr, cleanPsnr, learningRate, 0);
  }
}
