package dev.redoubt.train;

import dev.redoubt.BadInputException;

/** An average of the weights along the run. */
public sealed interface Averaging {
  /** The weights as they are. */
  record None() implements Averaging {}

  /**
   * An exponential moving average over steps. The first steps count less than {@code decay} says:
   * {@code min(decay, (1+t)/(10+t))} at step t, so that a short run is not held back by its start.
   *
   * @param decay in (0, 1)
   */
  record Ema(double decay) implements Averaging {
    /** Checks the decay. */
    public Ema {
      if (!(decay > 0 && decay < 1)) {
        throw new BadInputException("the decay of EMA must lie in (0, 1), not " + decay);
      }
    }
  }

  /**
   * Stochastic weight averaging (Izmailov et al. 2018): the mean of the weights after each epoch of
   * the last part of the run. Running statistics are gathered anew for it.
   *
   * @param start the share of the run after which it begins, in [0, 1)
   */
  record Swa(double start) implements Averaging {
    /** Checks the start. */
    public Swa {
      if (!(start >= 0 && start < 1)) {
        throw new BadInputException("the start of SWA must lie in [0, 1), not " + start);
      }
    }
  }
}
