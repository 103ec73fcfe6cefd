package dev.redoubt.diffusion;

import java.util.List;

/**
 * What a way back does to a coordinate where the model is exact, all of whose steps are affine: a
 * normal value of mean {@code gain · x + offset}.
 */
record AffinePath(double gain, double offset, double variance) {
  static AffinePath of(List<ReverseStep> path, ExactGaussian model) {
    AffinePath whole = new AffinePath(1, 0, 0);
    for (ReverseStep step : path) {
      double slope = step.noise() * model.weight(step.step());
      double factor = step.kept() + slope;
      double shift = -slope * Math.sqrt(model.signal(step.step())) * model.mean();
      whole =
          new AffinePath(
              factor * whole.gain,
              factor * whole.offset + shift,
              factor * factor * whole.variance + step.deviation() * step.deviation());
    }
    return whole;
  }

  double mean(double x) {
    return gain * x + offset;
  }
}
