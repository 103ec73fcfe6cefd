package dev.redoubt.certify.smoothing;

import dev.redoubt.BadInputException;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.L1;
import dev.redoubt.threat.Norm;

/**
 * Independent uniform noise on [-λ, λ), with {@code λ = √3 σ}: a class of probability p is safe
 * within {@code 2λ(p - ½)} in L1 (Lee et al. 2019; Yang et al. 2020, table 1). Noisy points are not
 * clipped.
 *
 * <p>Proof: the noisy versions of x and x + δ are uniform on two cubes of side 2λ, which have the
 * share {@code Π max(0, 1 - |δᵢ|/2λ) ≥ 1 - ‖δ‖₁/2λ} of their volume in common (a product of numbers
 * in [0, 1] is at least 1 less all that they lack of 1). At x + δ the class has at least the
 * probability p less what is not common, {@code p - ‖δ‖₁/2λ}. It is all that can be said: along an
 * axis the volumes are equal, and f may give the class wherever only x gets.
 *
 * @param sigma σ, the standard deviation of the noise on one value, in pixel space, positive and
 *     finite
 */
public record UniformSmoothing(double sigma) implements Smoothing {
  /** Checks. */
  public UniformSmoothing {
    if (!(sigma > 0) || Double.isInfinite(sigma)) {
      throw new BadInputException("sigma must be positive and finite, not " + sigma);
    }
  }

  @Override
  public String name() {
    return "uniform";
  }

  @Override
  public Norm norm() {
    return new L1();
  }

  /** λ: how far noise moves a value at most. */
  public double halfWidth() {
    return Math.sqrt(3) * sigma;
  }

  @Override
  public Tensor randomize(Tensor x, Draws draws) {
    double lambda = halfWidth();
    return Scope.tensors(() -> x.plus(draws.uniformLike(x, -lambda, lambda)));
  }

  @Override
  public void randomize(float[] values, RandomStream stream) {
    float[] noise = new float[values.length];
    stream.fillUniform(noise, 0, noise.length, -halfWidth(), halfWidth());
    for (int i = 0; i < values.length; i++) {
      values[i] += noise[i];
    }
  }

  @Override
  public double radius(double p) {
    return p > 0.5 ? 2 * halfWidth() * (p - 0.5) : 0;
  }

  @Override
  public double probability(double radius) {
    return Math.min(1, 0.5 + radius / (2 * halfWidth()));
  }
}
