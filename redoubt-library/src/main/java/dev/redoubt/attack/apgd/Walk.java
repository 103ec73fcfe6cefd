package dev.redoubt.attack.apgd;

import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Ball;
import dev.redoubt.threat.L1;
import dev.redoubt.threat.Norm;
import java.util.function.Supplier;

/**
 * How one run moves: its steps, their sizes, and when a row goes back to its best point. It
 * remembers something of each row while the run is under way, and serves that run alone.
 */
interface Walk {
  /**
   * The walk that a norm wants.
   *
   * @param steps iterations of the run
   * @param epsilon radius of its ball
   * @param start the starting points, less the clean samples
   * @param losses of the starting points
   * @param warm whether the starting points come from an earlier stage
   */
  static Walk begin(
      Norm norm, int steps, double epsilon, Tensor start, double[] losses, boolean warm) {
    return norm instanceof L1
        ? SparseWalk.begin(steps, epsilon, start, warm)
        : MomentumWalk.begin(norm, steps, epsilon, losses);
  }

  /** A random starting point, less the clean sample; it is projected onto the ball afterwards. */
  static Tensor start(Norm norm, Tensor like, double epsilon, Draws draws) {
    return norm instanceof L1
        ? draws.gaussianLike(like)
        : norm.randomDirection(like, draws).times(epsilon);
  }

  /** The next points, from the present ones, those before, and the gradients here. */
  Tensor next(int iteration, Tensor x, Tensor previous, Tensor gradient, Ball ball);

  /**
   * Takes in the losses after an iteration.
   *
   * @param losses of each row
   * @param best the largest loss of each row so far
   * @param bestDelta where it was reached, less the clean samples
   * @return whether each row is to go back to its best point; empty between checkpoints
   */
  boolean[] observe(double[] losses, double[] best, Supplier<Tensor> bestDelta);

  /** The walk of some of the rows. */
  Walk rows(int... rows);
}
