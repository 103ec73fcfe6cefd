package dev.redoubt.detect.score;

import dev.redoubt.BadInputException;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import java.util.Arrays;

/**
 * A layer's vectors as one Gaussian a class, all with the same covariance Σ (Lee et al. 2018,
 * section 2.1).
 *
 * @param centre the mean of the class means, {@code [d]}: subtracted first, for precision
 * @param whitening W with {@code WᵀW = Σ⁻¹}, {@code [d, d]}
 * @param means of the classes, centred and whitened, {@code [classes, d]}
 */
public record ClassGaussians(Tensor centre, Tensor whitening, Tensor means) {
  /** Checks the shapes. */
  public ClassGaussians {
    boolean fits = centre.rank() == 1 && whitening.rank() == 2 && means.rank() == 2;
    if (fits) {
      long d = centre.size(0);
      fits = whitening.size(0) == d && whitening.size(1) == d && means.size(1) == d;
    }
    if (!fits) {
      throw new BadInputException(
          "its Gaussians have the shapes %s, %s and %s, expected [d], [d, d] and [classes, d]"
              .formatted(
                  Arrays.toString(centre.shape()),
                  Arrays.toString(whitening.shape()),
                  Arrays.toString(means.shape())));
    }
  }

  /**
   * The squared distance to the nearest class, {@code min_c ‖W(f - μ_c)‖²} (equation 2, without the
   * minus).
   *
   * @param vectors {@code [n, d]}
   * @return {@code [n]}, at least 0
   */
  Tensor squaredDistance(Tensor vectors) {
    Tensor whitened =
        Neural.linear(vectors.minus(centre.like(vectors)), whitening.like(vectors), null);
    Tensor all = SquaredDistances.between(whitened, means);
    return Reductions.min(all, new long[] {1}, false).to(vectors.dtype());
  }
}
