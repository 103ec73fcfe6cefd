package dev.redoubt.certify.smoothing;

import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Norm;

/**
 * A random change of inputs with a guarantee. The <em>smoothed classifier</em> of a classifier f
 * predicts the class that f gives most often under the change. If f gives a class at x with
 * probability {@code p > ½}, then the smoothed classifier gives it at every point that is nearer to
 * x than {@link #radius radius(p)}.
 *
 * <p>Implementations are immutable.
 */
public interface Smoothing {
  /** What the change is, with its parameters, as the command line names it. */
  String name();

  /** The norm in which the radius is measured. */
  Norm norm();

  /**
   * The standard deviation of the noise on one value, in pixel space; NaN for changes that are no
   * noise.
   */
  double sigma();

  /**
   * One random change of each row; gradients pass through it to {@code x}. The result may lie
   * outside of the range of inputs.
   *
   * @param x {@code [n, ...]} in pixel space
   * @param draws one stream a row, which alone decides the change of that row
   */
  Tensor randomize(Tensor x, Draws draws);

  /**
   * The change of one row, in place: the same that {@link #randomize(Tensor, Draws)} makes with
   * this stream, up to rounding. For the hot loop of certification, where no tape is needed.
   */
  void randomize(float[] values, RandomStream stream);

  /**
   * The radius of a class that has at least probability {@code p}: 0 up to one half, else
   * increasing.
   */
  double radius(double p);

  /**
   * The probability that has to be exceeded for a radius: the inverse of {@link #radius}.
   *
   * @param radius not negative
   * @return at least ½; 1 where no probability is enough
   */
  double probability(double radius);
}
