package dev.redoubt.diffusion;

import dev.redoubt.tensor.Checkpointing;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;

/**
 * There and back: samples turn into noise up to a time, and back into samples (Nie et al. 2022,
 * section 3.1). The derivative is the exact one of what is computed with these draws; the tape
 * keeps what goes into each step, and the noise is drawn again on the way back, so that its memory
 * hardly depends on the number of steps.
 *
 * <p>Nothing is clipped: values outside of [-1, 1] would lose their derivative.
 *
 * @param signal ᾱ at the time that is gone to
 * @param steps the way back
 */
public record Purification(NoiseModel model, double signal, List<ReverseStep> steps) {
  /** Copies. */
  public Purification {
    steps = List.copyOf(steps);
  }

  /** To a time in (0, 1), and back in so many steps. */
  public static Purification of(
      NoiseModel model, NoiseSchedule schedule, Sampler sampler, double t, int steps) {
    List<ReverseStep> back = sampler.steps(schedule, t, steps);
    return new Purification(model, sampler.signal(schedule, t), back);
  }

  /**
   * The purified samples.
   *
   * @param x {@code [n, ...]} in [-1, 1]
   * @param draws one stream a row
   */
  public Tensor apply(Tensor x, Draws draws) {
    return Scope.tensors(() -> back(noisy(x, draws), draws));
  }

  /** The noisy samples, from which the way back starts. */
  private Tensor noisy(Tensor x, Draws draws) {
    Tensor noise = draws.of("forward").gaussianLike(x);
    return x.times(Math.sqrt(signal)).plus(Math.sqrt(1 - signal), noise);
  }

  /**
   * The way back alone.
   *
   * @param x {@code [n, ...]} with the noise of that time
   */
  public Tensor back(Tensor x, Draws draws) {
    return Checkpointing.chain(x, steps.size(), (i, state) -> step(i, state, draws));
  }

  private Tensor step(int index, Tensor x, Draws draws) {
    ReverseStep step = steps.get(index);
    return Scope.tensors(
        () -> {
          Tensor when = Tensors.full(step.step(), x.dtype(), x.rows()).to(x.device());
          Tensor next = x.times(step.kept()).plus(step.noise(), model.noise(x, when));
          return step.deviation() == 0
              ? next
              : next.plus(step.deviation(), draws.of("step-" + index).gaussianLike(x));
        });
  }
}
