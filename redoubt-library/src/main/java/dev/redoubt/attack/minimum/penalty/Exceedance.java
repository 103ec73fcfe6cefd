package dev.redoubt.attack.minimum.penalty;

import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.stream.IntStream;

/**
 * {@code Σ max(|change| - τ, 0)} (Carlini and Wagner 2017, section VI-C): unlike the largest change
 * itself, it has a derivative by every feature that exceeds τ.
 *
 * @param tau τ of each row
 */
@SuppressWarnings("ArrayRecordComponent") // one entry a row, never compared
record Exceedance(double[] tau) implements TanhDescent.Distance {
  private Tensor over(Tensor change) {
    Tensor bound = Tensors.of(tau, tau.length).like(change);
    return Elementwise.abs(change).minus(Layout.perSample(bound, change));
  }

  @Override
  public Tensor of(Tensor change) {
    return Reductions.sumPerSample(Elementwise.atLeast(over(change), 0));
  }

  @Override
  public Tensor slope(Tensor change) {
    return Elementwise.wherePositive(over(change), Elementwise.sign(change));
  }

  @Override
  public Exceedance rows(int... rows) {
    return new Exceedance(IntStream.of(rows).mapToDouble(row -> tau[row]).toArray());
  }
}
