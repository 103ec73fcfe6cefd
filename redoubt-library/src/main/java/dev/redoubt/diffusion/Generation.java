package dev.redoubt.diffusion;

import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Samples from nothing but noise, by ancestral sampling whose guesses at the clean sample are
 * clipped to the range of inputs (Ho et al. 2020, algorithm 2; published samples are made so). What
 * a model has learnt of its data shows in them.
 *
 * @param steps back, from 1 to those of the schedule
 * @param seed of all draws
 */
public record Generation(DiffusionModel model, int steps, long seed, Device device) {
  private static final int BATCH = 64;

  /** Enough for a look: with more, samples of small images hardly change. */
  private static final int USUAL_STEPS = 100;

  /** Checks. */
  public Generation {
    if (steps < 1 || steps > model.schedule().steps()) {
      throw new IllegalArgumentException(steps + " steps of " + model.schedule().steps());
    }
  }

  /** In {@value #USUAL_STEPS} steps, or all that there are. */
  public static Generation usual(DiffusionModel model, long seed, Device device) {
    return new Generation(model, Math.min(USUAL_STEPS, model.schedule().steps()), seed, device);
  }

  /** Passes through the model that so many samples take. */
  public int passes(int number) {
    return steps * ((number + BATCH - 1) / BATCH);
  }

  /**
   * The first few samples: the same for each number.
   *
   * @param progress told after each pass how many are done
   * @return in pixel space, within the range of inputs
   */
  public List<float[]> samples(int number, IntConsumer progress) {
    List<float[]> samples = new ArrayList<>();
    for (int from = 0; from < number; from += BATCH) {
      long[] ids = LongStream.range(from, Math.min(number, from + BATCH)).toArray();
      int done = passes(from);
      Scope.run(
          () -> {
            Tensor pixels = Autograd.noGrad(() -> batch(ids, pass -> progress.accept(done + pass)));
            for (int row = 0; row < ids.length; row++) {
              samples.add(Layout.row(pixels, row).floats());
            }
          });
    }
    return samples;
  }

  private Tensor batch(long[] ids, IntConsumer progress) {
    Draws draws = new Draws(seed, ids, "generation");
    long[] shape =
        LongStream.concat(
                LongStream.of(ids.length), model.input().shape().stream().mapToLong(n -> n))
            .toArray();
    Tensor like = Tensors.zeros(DType.FLOAT32, shape).to(device);
    int[] path =
        IntStream.rangeClosed(0, steps)
            .map(i -> (int) Math.round((double) model.schedule().steps() * (steps - i) / steps))
            .toArray();
    Tensor start = draws.of("start").gaussianLike(like);
    Tensor centred =
        Scope.loop(
            start,
            steps,
            x -> false,
            (i, x) -> {
              Tensor next = step(x, path[i], path[i + 1], i, draws);
              progress.accept(i + 1);
              return next;
            });
    return model.pixels(Elementwise.clamp(centred, -1, 1));
  }

  private Tensor step(Tensor x, int from, int to, int index, Draws draws) {
    NoiseSchedule.Posterior posterior = model.schedule().posterior(to, from);
    Tensor clean = Denoised.of(model, model.schedule().alphaBar(from), from - 1, x);
    Tensor mean =
        Elementwise.clamp(clean, -1, 1).times(posterior.start()).plus(posterior.noisy(), x);
    return posterior.deviation() == 0
        ? mean
        : mean.plus(posterior.deviation(), draws.of("step-" + index).gaussianLike(x));
  }
}
