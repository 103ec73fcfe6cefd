package dev.redoubt.attack.probe;

import dev.redoubt.BadInputException;

/**
 * The gradient smoothed by a Gaussian kernel, which stands for the mean over shifted images (TI,
 * Dong et al. 2019, "Evading defenses to transferable adversarial examples by translation-invariant
 * attacks", section 3.3). The kernel reaches three deviations to each side, as in the authors'
 * code; beyond the edges of the image the gradient counts as zero.
 *
 * @param size pixels of the kernel along each side, odd; 1 smooths nothing
 */
public record TranslationInvariant(int size) implements GradientFilter {
  /** For images of about 32 pixels a side. */
  public static final int SMALL_IMAGES = 7;

  /** The authors', for images of 299 pixels a side. */
  public static final int LARGE_IMAGES = 15;

  private static final double REACH = 3;

  /** Checks the size. */
  public TranslationInvariant {
    if (size < 1 || size % 2 == 0) {
      throw new BadInputException(
          "the kernel of translation-invariant gradients wants an odd size of at least 1, not "
              + size);
    }
  }

  /** A kernel for small images. */
  public TranslationInvariant() {
    this(SMALL_IMAGES);
  }

  @Override
  public String words() {
    return "translation-invariant, kernel " + size;
  }

  @Override
  public double[] along(int side) {
    double[] kernel = kernel();
    double[] matrix = new double[side * side];
    for (int to = 0; to < side; to++) {
      for (int i = 0; i < size; i++) {
        int from = to + i - size / 2;
        if (from >= 0 && from < side) {
          matrix[to * side + from] = kernel[i];
        }
      }
    }
    return matrix;
  }

  private double[] kernel() {
    double[] kernel = new double[size];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      double deviations = size == 1 ? 0 : REACH * (2.0 * i / (size - 1) - 1);
      kernel[i] = Math.exp(-deviations * deviations / 2);
      sum += kernel[i];
    }
    for (int i = 0; i < size; i++) {
      kernel[i] /= sum;
    }
    return kernel;
  }
}
