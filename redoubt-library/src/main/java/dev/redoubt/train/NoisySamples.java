package dev.redoubt.train;

import dev.redoubt.diffusion.DiffusionModel;
import dev.redoubt.diffusion.NoiseSchedule;
import dev.redoubt.nn.Pass;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.stream.IntStream;

/**
 * Samples at random steps of the noise, and how far a model's guess at that noise is off: the
 * objective L_simple of Ho et al. 2020 (equation 14).
 *
 * @param x {@code [n, ...]} in [-1, 1] with noise
 * @param steps of each row, as {@link dev.redoubt.diffusion.NoiseModel} counts them
 * @param noise that went into it
 */
record NoisySamples(Tensor x, Tensor steps, Tensor noise) {
  /**
   * At a step of its own for each row, drawn evenly from all.
   *
   * @param pixels {@code [n, ...]}
   */
  static NoisySamples of(DiffusionModel model, double[] signals, Tensor pixels, Draws draws) {
    double[] shares = draws.of("time").uniformPerSample(pixels).doubles();
    double[] steps = new double[shares.length];
    double[] kept = new double[shares.length];
    double[] added = new double[shares.length];
    for (int row = 0; row < steps.length; row++) {
      int step = Math.min(signals.length - 1, (int) (shares[row] * signals.length));
      steps[row] = step;
      kept[row] = Math.sqrt(signals[step]);
      added[row] = Math.sqrt(1 - signals[step]);
    }
    Tensor noise = draws.of("noise").gaussianLike(pixels);
    Tensor x =
        model
            .centred(pixels)
            .times(perSample(kept, pixels))
            .plus(noise.times(perSample(added, pixels)));
    return new NoisySamples(x, Tensors.of(steps, steps.length).like(pixels), noise);
  }

  private static Tensor perSample(double[] values, Tensor like) {
    return Layout.perSample(Tensors.of(values, values.length).like(like), like);
  }

  /** ᾱ of every step, the first with noise first. */
  static double[] signals(NoiseSchedule schedule) {
    return IntStream.rangeClosed(1, schedule.steps()).mapToDouble(schedule::alphaBar).toArray();
  }

  /** The mean squared error over all values, a scalar. */
  Tensor error(DiffusionModel model, Pass pass) {
    Tensor error = model.noise(x, steps, pass).minus(noise);
    return Reductions.mean(error.times(error));
  }
}
