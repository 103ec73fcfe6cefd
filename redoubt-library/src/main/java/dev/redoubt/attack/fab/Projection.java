package dev.redoubt.attack.fab;

import dev.redoubt.BadInputException;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.L1;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.Norm;

/** How points move to hyperplanes within the input domain by as little as possible in one norm. */
@FunctionalInterface
interface Projection {
  /** Below this size of a normal there is no direction to move in. */
  double NO_DIRECTION = 1e-30;

  /**
   * Prepares what all moves to hyperplanes with the same normals share.
   *
   * @param normal w of each row, {@code [n, features]}
   */
  Hyperplanes onto(Tensor normal);

  /**
   * The projection in a norm.
   *
   * @throws BadInputException for l0, which has none
   */
  static Projection in(Norm norm, InputDomain domain) {
    if (norm instanceof Linf) {
      return normal -> ClampedRays.linf(normal, domain);
    }
    if (norm instanceof L2) {
      return normal -> ClampedRays.l2(normal, domain);
    }
    if (norm instanceof L1) {
      return normal -> Knapsack.of(normal, domain);
    }
    throw new BadInputException("there is no projection onto hyperplanes in " + norm.name());
  }
}
