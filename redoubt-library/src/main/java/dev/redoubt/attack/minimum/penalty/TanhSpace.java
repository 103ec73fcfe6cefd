package dev.redoubt.attack.minimum.penalty;

import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.InputDomain;

/**
 * Variables in which the box needs no bounds (Carlini and Wagner 2017, section V-B): {@code x =
 * middle + half·tanh(w)}.
 */
record TanhSpace(InputDomain domain) {
  /** s: points at a bound go so far towards it, else w would be infinite. */
  private static final double SHRUNK = 0.999999;

  private double middle() {
    return (domain.low() + domain.high()) / 2;
  }

  /** Half of the width of the box: how fast x goes with tanh(w). */
  double half() {
    return (domain.high() - domain.low()) / 2;
  }

  /**
   * w of points of the box: {@code atanh(s·t)} of points {@code middle + half·t}, from the
   * distances to both bounds, so that it is exact near them.
   */
  Tensor variables(Tensor x) {
    double least = (1 - SHRUNK) * half();
    Tensor below = x.minus(domain.low()).times(SHRUNK).plus(least);
    Tensor above = x.negated().plus(domain.high()).times(SHRUNK).plus(least);
    return Elementwise.log(below.dividedBy(above)).times(0.5);
  }

  /**
   * The points.
   *
   * @param tanh of w
   */
  Tensor points(Tensor tanh) {
    return domain.clamp(tanh.times(half()).plus(middle()));
  }
}
