package dev.redoubt.certify.smoothing;

import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Norm;
import java.util.Map;
import java.util.Optional;

/**
 * A random change of inputs with a guarantee. The <em>smoothed classifier</em> of a classifier f
 * predicts the class that f gives most often under the change. If f gives a class at x with a
 * probability that exceeds {@code p ≥ ½}, then the smoothed classifier gives it at every point that
 * is at most {@link #radius radius(p)} away from x.
 *
 * <p>Implementations are immutable.
 */
public interface Smoothing {
  /** What the command line calls it. */
  String name();

  /** Its parameters by name, for provenance. */
  default Map<String, Object> settings() {
    return Map.of("sigma", sigma());
  }

  /** The norm in which the radius is measured. */
  Norm norm();

  /** What the radius counts, for reports: the norm's name, or {@code pixels}, {@code features}. */
  default String unit() {
    return norm().name();
  }

  /** How the radius follows from one in another norm, as a sentence; empty if it does not. */
  default Optional<String> conversion() {
    return Optional.empty();
  }

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
   * The radius of a class whose probability exceeds {@code p}, as it does, but for the error that
   * was agreed on, if p is a lower confidence bound. Points exactly that far away are included. A
   * radius of 3 pixels means: whatever becomes of 3 pixels, the class stays.
   *
   * @return 0 up to one half (below it nothing is promised, not even at x itself), then never
   *     falling; a whole number where the norm is one
   */
  double radius(double p);

  /**
   * The probability that has to be exceeded for a radius, the inverse of {@link #radius}: the
   * smallest p whose radius is at least this one.
   *
   * @param radius not negative
   * @return at least ½; 1 where no probability is enough
   */
  double probability(double radius);
}
