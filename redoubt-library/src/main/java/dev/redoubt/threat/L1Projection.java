package dev.redoubt.threat;

import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import dev.redoubt.tensor.Tensors;
import java.util.List;
import java.util.function.Consumer;

/**
 * The exact Euclidean projection onto the L1 ball within a box that contains 0 (Croce and Hein
 * 2021, "Mind the box", proposition 2.1).
 *
 * <p>The solution is {@code sign(v)·min(max(|v|-λ, 0), room)} with the smallest λ ≥ 0 at which its
 * norm is at most ε. That norm is piecewise linear in λ with breakpoints at {@code |v|} and {@code
 * |v| - room}: they are sorted, and λ is found on the piece where the norm passes ε.
 */
final class L1Projection {
  private L1Projection() {}

  /**
   * Projects each sample.
   *
   * @param delta {@code [n, ...]}
   * @param low the smallest change of each feature, at most 0; may be -∞
   * @param high the largest, at least 0; may be ∞
   */
  static Tensor project(Tensor delta, Tensor low, Tensor high, double epsilon) {
    Tensor v = Layout.flatten(delta).to(DType.FLOAT64);
    Tensor room =
        Layout.flatten(Elementwise.where(Elementwise.greater(delta, 0), high, low.negated()))
            .to(DType.FLOAT64);
    Tensor size = Elementwise.abs(v);
    Tensor lambda = threshold(size, room, epsilon);
    Tensor shrunk =
        Elementwise.minimum(
            Elementwise.atLeast(size.minus(Layout.reshape(lambda, -1, 1)), 0), room);
    return Layout.reshape(shrunk.times(Elementwise.sign(v)), delta.shape()).like(delta);
  }

  /**
   * λ for a ball without a box, which costs no sorting: {@code f(λ) = Σ max(size-λ, 0)} is convex
   * and falls piecewise linearly, so that Newton's method from the left never passes the solution;
   * each round but the last brings at least one more feature to zero (Michelot 1986).
   *
   * @param size |δ|, {@code [n, features]}
   * @param epsilon {@code [n]}
   * @return {@code [n, 1]}; 0 for those that are inside
   */
  static Tensor shrinkage(Tensor size, Tensor epsilon) {
    Tensor radius = Layout.reshape(epsilon, -1, 1);
    return Scope.loop(
            new Shrinkage(Tensors.zerosLike(radius), false),
            Math.toIntExact(size.size(1)),
            Shrinkage::exact,
            (round, now) -> now.next(size, radius))
        .lambda();
  }

  /**
   * Newton's method under way.
   *
   * @param exact whether no row can gain from another round
   */
  private record Shrinkage(Tensor lambda, boolean exact) implements TensorGroup {
    private static final double PRECISION = 1e-6;

    Shrinkage next(Tensor size, Tensor radius) {
      Tensor over = size.minus(lambda);
      Tensor left = Reductions.sum(Elementwise.atLeast(over, 0), new long[] {1}, true);
      Tensor excess = Elementwise.atLeast(left.minus(radius), 0);
      Tensor count = Reductions.sum(Elementwise.greater(over, 0).like(size), new long[] {1}, true);
      Tensor next = lambda.plus(excess.dividedBy(Elementwise.atLeast(count, 1)));
      Tensor missed = Elementwise.greater(excess.minus(left.times(PRECISION)), 0);
      return new Shrinkage(next, Reductions.sum(missed.like(size)).item() == 0);
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
      action.accept(lambda);
    }
  }

  /** λ of each sample; 0 for those that are inside. */
  private static Tensor threshold(Tensor size, Tensor room, double epsilon) {
    Tensor start = Elementwise.atLeast(size.minus(room), 0);
    Reductions.Sorted points = Reductions.sort(Layout.concat(List.of(start, size), 1), false);
    Tensor change =
        Layout.concat(
            List.of(Tensors.zerosLike(size).plus(1), Tensors.zerosLike(size).minus(1)), 1);
    // How many features shrink on the piece that begins at each breakpoint.
    Tensor slope = Reductions.cumulativeSum(Layout.gather(change, points.indices()), 1);
    Tensor lambda = points.values();
    Tensor width =
        Layout.columns(lambda, 1, lambda.size(1))
            .minus(Layout.columns(lambda, 0, lambda.size(1) - 1));
    Tensor fall = Layout.columns(slope, 0, slope.size(1) - 1).times(width);
    Tensor atZero = Reductions.sum(Elementwise.minimum(size, room), 1);
    Tensor fallBefore = Reductions.cumulativeSum(fall, 1).minus(fall);
    Tensor normAtStart = Layout.reshape(atZero, -1, 1).minus(fallBefore);
    // The piece on which the norm passes epsilon is the last that starts above it.
    Tensor above = Elementwise.greater(normAtStart, epsilon).like(size);
    Tensor piece = Reductions.sum(above, 1).minus(1).to(DType.INT64);
    Tensor index = Elementwise.atLeast(piece, 0).to(DType.INT64);
    Tensor excess = Layout.pick(normAtStart, index).minus(epsilon);
    Tensor steepness = Elementwise.atLeast(Layout.pick(slope, index), 1);
    Tensor found = Layout.pick(lambda, index).plus(excess.dividedBy(steepness));
    return Elementwise.where(Elementwise.greater(atZero, epsilon), found, Tensors.zerosLike(found));
  }
}
