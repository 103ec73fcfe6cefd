package dev.redoubt.diffusion;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.Pass;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;

/**
 * A network that guesses noise, with the schedule that it was trained under and the inputs that it
 * was trained for.
 *
 * @param network from noisy samples in [-1, 1] and the step of each to their noise
 */
public record DiffusionModel(Network network, NoiseSchedule schedule, InputSpec input)
    implements NoiseModel {
  /** Checks. */
  public DiffusionModel {
    if (!network.graph().isTimed() || network.graph().isRandom()) {
      throw new BadInputException(
          "a diffusion model wants a network that is told the step and is not random");
    }
  }

  @Override
  public Tensor noise(Tensor x, Tensor step) {
    return noise(x, step, new Pass(Mode.EVAL, Draws.NONE));
  }

  /** The same for a network in training. */
  public Tensor noise(Tensor x, Tensor step, Pass pass) {
    boolean onlyForward = pass.mode() == Mode.EVAL && !x.requiresGrad();
    // Measured: forward passes gain from this order in memory, backward ones lose by it.
    return network.forward(onlyForward ? Layout.channelsLast(x) : x, step, pass);
  }

  /** Pixels as values in [-1, 1]. */
  public Tensor centred(Tensor pixels) {
    return pixels.minus((input.low() + input.high()) / 2).dividedBy(halfRange());
  }

  /** Values in [-1, 1] as pixels. */
  public Tensor pixels(Tensor centred) {
    return centred.times(halfRange()).plus((input.low() + input.high()) / 2);
  }

  /** A deviation in pixels in the space of [-1, 1]. */
  public double centredDeviation(double sigma) {
    return sigma / halfRange();
  }

  private double halfRange() {
    return (input.high() - input.low()) / 2;
  }
}
