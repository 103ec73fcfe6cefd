package dev.redoubt.attack.square;

import dev.redoubt.attack.Plane;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.threat.Ball;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.L1;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.Norm;

/** How images are perturbed under one norm: where the search starts, and what it tries next. */
interface Patch {
  /** The perturbations of a norm. */
  static Patch of(Norm norm, Plane plane, Ball ball, InputDomain domain) {
    if (norm instanceof Linf) {
      return new LinfPatch(plane, ball.radius(), domain);
    }
    if (norm instanceof L2) {
      return new EtaPatch(Mass.SQUARES, plane, ball.radius(), domain);
    }
    if (norm instanceof L1) {
      return new EtaPatch(Mass.SIZES, plane, ball.radius(), domain);
    }
    throw new IllegalArgumentException("square does not attack under " + norm.name());
  }

  /** The size of the windows that cover a share p of the image. */
  Extent extent(double share);

  /**
   * Adds the initial perturbation to an image. It may lie outside of the feasible set: the search
   * projects it.
   *
   * @param image one clean sample
   */
  void start(float[] image, RandomStream stream);

  /** How much of the budget the best point of a row spends, in the units of the norm's own use. */
  double spent(Row row);

  /**
   * Writes the next point to ask about, which is feasible, and tells the row where it differs from
   * its best point.
   *
   * @param image where the row's best point stands, from {@code offset} on
   */
  void change(Row row, Extent extent, float[] image, int offset);
}
