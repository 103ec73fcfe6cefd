package dev.redoubt.diffusion;

import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;

/**
 * What a perfect model says where data are normal, each coordinate on its own: {@code ε(x) = √(1-ᾱ)
 * (x - √ᾱ mean) / (ᾱ deviation² + 1 - ᾱ)}.
 *
 * @param continuous whether steps are times of the SDE
 */
record ExactGaussian(NoiseSchedule schedule, boolean continuous, double mean, double deviation)
    implements NoiseModel {
  /** ᾱ at a step, as models count them. */
  double signal(double step) {
    return continuous
        ? schedule.alphaBar((step + 1) / schedule.steps())
        : schedule.alphaBar((int) Math.round(step) + 1);
  }

  /** The variance of samples with noise. */
  double variance(double signal) {
    return signal * deviation * deviation + 1 - signal;
  }

  /** The weight of {@code x - √ᾱ mean} in the noise. */
  double weight(double step) {
    double signal = signal(step);
    return Math.sqrt(1 - signal) / variance(signal);
  }

  /** The mean of the clean sample, given a noisy one. */
  double posteriorMean(double signal, double x) {
    return mean + posteriorGain(signal) * (x - Math.sqrt(signal) * mean);
  }

  /** Its derivative by the noisy one. */
  double posteriorGain(double signal) {
    return Math.sqrt(signal) * deviation * deviation / variance(signal);
  }

  /** The variance of the clean sample, given a noisy one. */
  double posteriorVariance(double signal) {
    return deviation * deviation * (1 - signal) / variance(signal);
  }

  @Override
  public Tensor noise(Tensor x, Tensor step) {
    double[] steps = step.doubles();
    double[] weights = new double[steps.length];
    double[] centres = new double[steps.length];
    for (int row = 0; row < steps.length; row++) {
      weights[row] = weight(steps[row]);
      centres[row] = Math.sqrt(signal(steps[row])) * mean;
    }
    return x.minus(perRow(centres, x)).times(perRow(weights, x));
  }

  private static Tensor perRow(double[] values, Tensor like) {
    return Layout.perSample(Tensors.of(values, values.length).like(like), like);
  }
}
