package dev.redoubt.purify;

import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;

/** What a surrogate learns from: images, every other one with noise, and what the stage gives. */
record ImitationLessons(Purifier stage, Dataset images, Imitation settings, Device device) {
  /**
   * Inputs and what the stage makes of them.
   *
   * @param given {@code [n, ...]} in pixel space
   * @param wanted of the same shape
   */
  record Lesson(Tensor given, Tensor wanted) {
    /** The mean squared error of a guess. */
    Tensor error(Tensor guess) {
      Tensor difference = guess.minus(wanted);
      return Reductions.mean(difference.times(difference));
    }
  }

  /**
   * The lesson of some images.
   *
   * @param number lessons with other numbers have other noise and other draws of the stage
   */
  Lesson of(int[] indices, int number) {
    Batch batch = Batch.read(images, indices, device);
    Draws draws = batch.draws(settings.seed(), "learned-surrogate/lesson-" + number);
    Tensor given = noisy(batch.inputs(), number, draws.of("noise"));
    return new Lesson(given, Autograd.noGrad(() -> stage.apply(given, draws.of("stage"))));
  }

  private Tensor noisy(Tensor x, int number, Draws draws) {
    float[] epsilons = new float[x.rows()];
    for (int row = 0; row < epsilons.length; row++) {
      epsilons[row] = (row + number) % 2 == 0 ? 0 : (float) settings.epsilon();
    }
    long[] shape = new long[x.rank()];
    Arrays.fill(shape, 1);
    shape[0] = epsilons.length;
    Tensor noise = draws.uniformLike(x, -1, 1).times(Tensors.of(epsilons, shape).like(x));
    InputSpec range = stage.takes();
    return Elementwise.clamp(x.plus(noise), range.low(), range.high());
  }

  /** The images of one step: all in a random order, then all in another. */
  int[] batch(int[] seen, int step) {
    int each = Math.min(settings.batchSize(), seen.length);
    int steps = seen.length / each; // in one round through the images
    int[] order =
        RandomStream.of(settings.seed(), -1, "learned-surrogate/round-" + step / steps)
            .permutation(seen.length);
    int from = step % steps * each;
    return Arrays.stream(order, from, from + each).map(i -> seen[i]).toArray();
  }
}
