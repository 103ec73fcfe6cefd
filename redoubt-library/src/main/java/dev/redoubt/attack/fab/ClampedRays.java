package dev.redoubt.attack.fab;

import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.InputDomain;

/**
 * Shortest moves to hyperplanes for the norms whose solution is a ray cut off by the box: every
 * feature goes towards the hyperplane, by {@code min(t·pace, room)}, where room is how far the
 * domain lets it go that way, with the least {@code t ≥ 0} at which {@code w·δ} is as large as the
 * rise.
 *
 * <ul>
 *   <li>Linf, pace 1: of all δ in the box with {@code max|δ| ≤ t}, this one has the largest {@code
 *       w·δ}, for it is largest in every addend. So no shorter δ gets as far.
 *   <li>L2, pace parallel to |w|: the problem is convex, and {@code |δ_i| = min(λ|w_i|, room_i)}
 *       with {@code λ ≥ 0} solves its Karush-Kuhn-Tucker conditions ({@code λ|w_i|} inside of the
 *       bounds, less at a bound, where the multiplier of the bound takes up the rest).
 * </ul>
 *
 * <p>Where that is, {@link ClampedRise} finds without sorting.
 *
 * @param sense sign(w), {@code [n, features]}
 * @param size |w|
 * @param pace at most 1, {@code [n, features]} or {@code [n, 1]}
 * @param steepest {@code Σ|w|·pace} of each row
 */
@SuppressWarnings("ArrayRecordComponent") // one sum a row, never compared
record ClampedRays(
    Tensor sense, Tensor size, Tensor pace, Tensor slope, double[] steepest, InputDomain domain)
    implements Hyperplanes {
  static ClampedRays linf(Tensor normal, InputDomain domain) {
    Tensor size = Elementwise.abs(normal);
    Tensor same = Layout.columns(size, 0, 1).times(0).plus(1);
    return of(normal, size, same, size, domain);
  }

  static ClampedRays l2(Tensor normal, InputDomain domain) {
    Tensor size = Elementwise.abs(normal);
    // Scaled by the largest entry, so that squares of small gradients don't vanish.
    Tensor largest = Elementwise.atLeast(Reductions.maxPerSample(size), 1e-38);
    Tensor pace = size.dividedBy(Layout.reshape(largest, -1, 1));
    return of(normal, size, pace, size.times(pace), domain);
  }

  private static ClampedRays of(
      Tensor normal, Tensor size, Tensor pace, Tensor slope, InputDomain domain) {
    double[] steepest = Reductions.sum(slope, 1).doubles();
    return new ClampedRays(Elementwise.sign(normal), size, pace, slope, steepest, domain);
  }

  @Override
  public Tensor shift(Tensor x, Tensor rise) {
    return Scope.tensors(
        () -> {
          Tensor forward = sense.times(Layout.reshape(Elementwise.sign(rise), -1, 1));
          Tensor room = Hyperplanes.room(x, forward, domain);
          ClampedRise rays = new ClampedRise(size, pace, slope, room);
          double[] t = rays.lengths(Elementwise.abs(rise).doubles(), steepest);
          return rays.at(t).times(forward);
        });
  }
}
