package dev.redoubt.train.objective;

import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.train.Lesson;

/**
 * Training under Gaussian noise (Cohen et al. 2019, section 3.3), for base classifiers of
 * randomised smoothing: the mean cross-entropy at noisy copies of each sample.
 *
 * @param sigma deviation of the noise in pixel space, positive; the paper has 0.12, 0.25, 0.5 and 1
 * @param copies noisy points a sample, at least 1; the paper has 1
 */
public record GaussianTraining(double sigma, int copies) implements NoiseTraining {
  /** Checks the settings. */
  public GaussianTraining {
    new GaussianNoise(sigma, copies);
  }

  /** With the paper's single copy. */
  public static GaussianTraining of(double sigma) {
    return new GaussianTraining(sigma, 1);
  }

  @Override
  public String name() {
    return "gaussian";
  }

  @Override
  public Tensor loss(Lesson lesson, Tensor examples) {
    return Reductions.mean(lesson.crossEntropy(lesson.logits(examples)));
  }
}
