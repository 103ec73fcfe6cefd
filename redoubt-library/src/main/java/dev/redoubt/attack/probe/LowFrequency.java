package dev.redoubt.attack.probe;

import dev.redoubt.BadInputException;

/**
 * The gradient without its high frequencies: of each channel's discrete cosine transform the lowest
 * coefficients along each side are kept (Guo et al. 2018, "Low frequency adversarial perturbation",
 * section 3; Sharma et al. 2019, "On the effectiveness of low frequency perturbations").
 *
 * @param share of the frequencies along each side that stay, in (0, 1]; at least one stays. So the
 *     square of it is the share of all coefficients
 */
public record LowFrequency(double share) implements GradientFilter {
  /** A quarter of the frequencies along each side. */
  public static final double QUARTER = 0.25;

  /** Checks the share. */
  public LowFrequency {
    if (!(share > 0 && share <= 1)) {
      throw new BadInputException(
          "the share of low frequencies must lie above 0 and at most at 1, not " + share);
    }
  }

  /** A quarter of the frequencies. */
  public LowFrequency() {
    this(QUARTER);
  }

  @Override
  public String words() {
    return "low-frequency, share " + share;
  }

  /** The projection {@code DᵀD}, D the first rows of the orthonormal transform (DCT-II). */
  @Override
  public double[] along(int side) {
    int kept = (int) Math.max(1, Math.round(share * side));
    double[] cosines = new double[kept * side];
    for (int k = 0; k < kept; k++) {
      double scale = Math.sqrt((k == 0 ? 1.0 : 2.0) / side);
      for (int i = 0; i < side; i++) {
        cosines[k * side + i] = scale * Math.cos(Math.PI * (i + 0.5) * k / side);
      }
    }
    double[] matrix = new double[side * side];
    for (int k = 0; k < kept; k++) {
      for (int i = 0; i < side; i++) {
        for (int j = 0; j < side; j++) {
          matrix[i * side + j] += cosines[k * side + i] * cosines[k * side + j];
        }
      }
    }
    return matrix;
  }
}
