package dev.redoubt.attack.query;

import dev.redoubt.BadInputException;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.Norm;

/** The geometry of a norm for single samples in plain arrays. */
public sealed interface Geometry permits LinfGeometry, L2Geometry {
  /**
   * The geometry of a norm.
   *
   * @throws BadInputException for l1 and l0, which no search here measures in
   */
  static Geometry of(Norm norm) {
    if (norm instanceof Linf) {
      return new LinfGeometry();
    }
    if (norm instanceof L2) {
      return new L2Geometry();
    }
    throw new BadInputException("no search by queries alone measures in " + norm.name());
  }

  /** How far the point at {@code points[offset ...]} is from another. */
  double distance(float[] from, float[] points, int offset);

  /**
   * Pulls the point at {@code points[offset ...]} into the ball around {@code center}, to the
   * nearest of its points: towards the center for L2, each value by itself for Linf.
   */
  void pull(float[] center, float[] points, int offset, double radius);

  /**
   * Draws a direction in which points around the boundary are probed, of any length: Gaussian for
   * L2, uniform for Linf (Chen et al. 2020, section IV.C).
   */
  void noise(RandomStream stream, float[] target, int offset, int features);

  /**
   * How many times finer than its distance from the clean point the boundary is to be known, so
   * that points around it lie on both sides: {@code d^1.5} for L2, {@code d²} for Linf (Chen et al.
   * 2020, section IV.C).
   */
  double fineness(int features);

  /**
   * Makes squares of a gradient those by which its steps are to be scaled: their mean for L2, so
   * that the direction stays, each its own for Linf.
   */
  void pool(double[] squares);

  /**
   * By how much more a step of length 1 in the steepest direction can gain than one of Euclidean
   * length 1: up to {@code √d} for Linf.
   */
  double steepness(int features);

  /** Makes a gradient the direction of norm 1 in which it rises most; zero stays zero. */
  void steepest(double[] gradient);
}
