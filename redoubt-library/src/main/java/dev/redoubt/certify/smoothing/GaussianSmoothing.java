package dev.redoubt.certify.smoothing;

import dev.redoubt.BadInputException;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.Norm;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Noise {@code N(0, σ²I)}: a class of probability p is safe within {@code σ Φ⁻¹(p)} in L2 (Cohen et
 * al. 2019, theorem 1 with {@code p_B = 1 - p}). Noisy points are not clipped, for the theorem is
 * about unclipped noise.
 *
 * @param sigma σ in pixel space, positive and finite
 */
public record GaussianSmoothing(double sigma) implements Smoothing {
  /** What the command line calls it. */
  public static final String NAME = "gaussian";

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /** Checks. */
  public GaussianSmoothing {
    if (!(sigma > 0) || Double.isInfinite(sigma)) {
      throw new BadInputException("sigma must be positive and finite, not " + sigma);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Norm norm() {
    return new L2();
  }

  @Override
  public Tensor randomize(Tensor x, Draws draws) {
    return Scope.tensors(() -> x.plus(sigma, draws.gaussianLike(x)));
  }

  @Override
  public void randomize(float[] values, RandomStream stream) {
    stream.addGaussian(values, 0, values.length, sigma);
  }

  @Override
  public double radius(double p) {
    return p > 0.5 ? sigma * NORMAL.inverseCumulativeProbability(p) : 0;
  }

  @Override
  public double probability(double radius) {
    return NORMAL.cumulativeProbability(radius / sigma);
  }
}
