package dev.redoubt.train.objective;

import dev.redoubt.BadInputException;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.train.Lesson;

/**
 * The Gaussian noise of objectives that do more than learn labels under it: {@code N(0, σ²I)},
 * drawn anew for each copy of a sample. Noisy points are not clipped to the range of inputs, for
 * the guarantee (Cohen et al. 2019, theorem 1) is about unclipped noise.
 *
 * @param sigma σ in pixel space
 * @param copies noisy points a sample
 */
record GaussianNoise(double sigma, int copies) {
  GaussianNoise {
    if (!(sigma > 0) || Double.isInfinite(sigma) || copies < 1) {
      throw new BadInputException(
          "noise wants a positive, finite sigma and at least 1 copy of each sample, not %s and %d"
              .formatted(sigma, copies));
    }
  }

  /** The noise of a lesson, {@code [copies·n, ...]}: the same at every call. */
  Tensor of(Lesson lesson) {
    return lesson
        .draws()
        .of("noise")
        .copies(copies)
        .gaussianLike(repeated(lesson.batch().inputs()))
        .times(sigma);
  }

  /** Points under the noise of a lesson, {@code [n, ...]} to {@code [copies·n, ...]}. */
  Tensor around(Tensor points, Lesson lesson) {
    return repeated(points).plus(of(lesson));
  }

  private Tensor repeated(Tensor points) {
    return Layout.copies(points, copies);
  }
}
