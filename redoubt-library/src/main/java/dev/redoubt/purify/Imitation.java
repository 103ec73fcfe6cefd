package dev.redoubt.purify;

import dev.redoubt.BadInputException;

/**
 * How a {@link LearnedSurrogate} is learned: by Adam, from the squared error.
 *
 * @param epsilon clean images and those with uniform noise in [-epsilon, epsilon] take turns, since
 *     attackers will ask near the images; in pixel space, at least 0 and finite
 * @param steps of the optimiser, at least 1
 * @param batchSize images a step, at least 1
 * @param learningRate positive and finite
 * @param width channels of the network (hidden units, if inputs are no images), at least 1
 * @param seed decides the weights at the start, the order of the images, their noise and whatever
 *     the stage draws
 */
public record Imitation(
    double epsilon, int steps, int batchSize, double learningRate, int width, long seed) {
  /** Checks. */
  public Imitation {
    if (!(epsilon >= 0) || Double.isInfinite(epsilon)) {
      throw new BadInputException(
          "a learned surrogate wants an epsilon that is finite and not negative, not " + epsilon);
    }
    if (steps < 1 || batchSize < 1 || width < 1) {
      throw new BadInputException(
          "a learned surrogate wants at least 1 step, 1 image a step and 1 channel, not %d, %d and %d"
              .formatted(steps, batchSize, width));
    }
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new BadInputException(
          "a learned surrogate wants a positive, finite learning rate, not " + learningRate);
    }
  }

  /** 500 steps on 32 images each, a rate of .003 and 24 channels: seconds on small images. */
  public static Imitation near(double epsilon, long seed) {
    return new Imitation(epsilon, 500, 32, 3e-3, 24, seed);
  }
}
