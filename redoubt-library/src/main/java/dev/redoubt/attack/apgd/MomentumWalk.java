package dev.redoubt.attack.apgd;

import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Ball;
import dev.redoubt.threat.Norm;
import java.util.function.Supplier;

/**
 * The walk for Linf and L2 (Croce and Hein 2020, equation 3): {@code z = P(x + η·direction)}, then
 * {@code P(x + .75 (z - x) + .25 (x - x_before))}.
 */
record MomentumWalk(Norm norm, StepSizes steps) implements Walk {
  private static final double FORWARD = .75;

  static MomentumWalk begin(Norm norm, int steps, double epsilon, double[] losses) {
    return new MomentumWalk(norm, StepSizes.begin(steps, epsilon, losses));
  }

  @Override
  public Tensor next(int iteration, Tensor x, Tensor previous, Tensor gradient, Ball ball) {
    Tensor sizes = Tensors.of(steps.sizes(), steps.sizes().length).like(x);
    Tensor direction = norm.steepestAscent(gradient, 1);
    Tensor ahead = ball.project(x.plus(direction.times(Layout.perSample(sizes, x))));
    if (iteration == 0) {
      return ahead;
    }
    return ball.project(
        ahead.times(FORWARD).plus(2 * (1 - FORWARD), x).plus(FORWARD - 1, previous));
  }

  @Override
  public boolean[] observe(double[] losses, double[] best, Supplier<Tensor> bestDelta) {
    return steps.observe(losses, best);
  }

  @Override
  public MomentumWalk rows(int... rows) {
    return new MomentumWalk(norm, steps.rows(rows));
  }
}
