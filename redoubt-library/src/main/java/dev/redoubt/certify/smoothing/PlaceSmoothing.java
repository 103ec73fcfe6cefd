package dev.redoubt.certify.smoothing;

import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.L0;
import dev.redoubt.threat.Norm;
import java.util.List;

/** A smoothing that keeps some places of an input and replaces all others. */
interface PlaceSmoothing extends Smoothing {
  /** One input's. */
  List<Integer> shape();

  /** What replaced places hold, in pixel space. */
  double fill();

  /** Decides which places of one input are kept. */
  Places.Choice choice();

  /**
   * The probability that has to be exceeded if so many places may change: ½ at 0, then rising,
   * perhaps beyond 1.
   */
  double needed(int changed);

  /** The places of an input. */
  private Places places() {
    return new Places(shape());
  }

  @Override
  default Norm norm() {
    return new L0();
  }

  @Override
  default String unit() {
    return places().unit();
  }

  @Override
  default double sigma() {
    return Double.NaN;
  }

  @Override
  default Tensor randomize(Tensor x, Draws draws) {
    return places().kept(x, draws, fill(), choice());
  }

  @Override
  default void randomize(float[] values, RandomStream stream) {
    places().keep(values, stream, fill(), choice());
  }

  /** The largest ρ that p suffices for: places, whatever they are changed to. */
  @Override
  default double radius(double p) {
    return places().largest(p, this::needed);
  }

  /** ½ + Δ(⌈radius⌉). */
  @Override
  default double probability(double radius) {
    return places().probability(radius, this::needed);
  }
}
