package dev.redoubt.attack.minimum.penalty;

import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;

/** {@code ‖change‖₂²}. */
record SquaredLength() implements TanhDescent.Distance {
  @Override
  public Tensor of(Tensor change) {
    return Reductions.sumPerSample(change.times(change));
  }

  @Override
  public Tensor slope(Tensor change) {
    return change.times(2);
  }

  @Override
  public SquaredLength rows(int... rows) {
    return this;
  }
}
