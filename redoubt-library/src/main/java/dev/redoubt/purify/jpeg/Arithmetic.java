package dev.redoubt.purify.jpeg;

import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Tensor;

/** How the whole numbers of the codec are computed. */
enum Arithmetic {
  /**
   * As the codec does. In fp64, where all sums of the codec are exact, so that what becomes of an
   * image does not depend on the order in which a batch is added up.
   */
  EXACT {
    @Override
    Tensor typed(Tensor x) {
      return x.to(DType.FLOAT64);
    }

    @Override
    Tensor whole(Tensor x) {
      return Elementwise.floor(x.plus(.5));
    }

    @Override
    Tensor quantised(Tensor x) {
      return Elementwise.sign(x).times(whole(Elementwise.abs(x)));
    }

    @Override
    Tensor sample(Tensor x) {
      return Elementwise.clamp(x, 0, 255);
    }
  },

  /**
   * With a derivative: coefficients are quantised by the mean of x and {@code ⌊x⌉ + (x - ⌊x⌉)³}.
   * The second, by Shin and Song (2017), knows which coefficients a step of the quantiser swallows;
   * by itself it scatters the gradient where steps are fine. The first is the straight-through
   * estimator, which knows nothing of steps. Attacks by their mean found more than with either, or
   * nearly as much, from quality 10 to 75, on digits and road signs.
   *
   * <p>All else that the codec rounds or clips changes by a grey level at most. There the
   * derivative is 1: the cube's, a factor between 0 and 3/4 at every step of the way, would leave
   * attackers with less than they have without it.
   */
  SMOOTH {
    @Override
    Tensor typed(Tensor x) {
      return x;
    }

    @Override
    Tensor whole(Tensor x) {
      return x;
    }

    @Override
    Tensor quantised(Tensor x) {
      Tensor nearest = Elementwise.round(x.detached());
      Tensor off = x.minus(nearest);
      return nearest.plus(off.plus(off.times(off).times(off)).times(.5));
    }

    @Override
    Tensor sample(Tensor x) {
      return x;
    }
  };

  /** In the element type to compute in. */
  abstract Tensor typed(Tensor x);

  /** The nearest whole number, the larger of two. */
  abstract Tensor whole(Tensor x);

  /** The nearest whole number, the one farther from zero of two: for coefficients. */
  abstract Tensor quantised(Tensor x);

  /** Within 0 and 255. */
  abstract Tensor sample(Tensor x);
}
