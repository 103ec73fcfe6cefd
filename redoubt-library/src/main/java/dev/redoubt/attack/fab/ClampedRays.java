package dev.redoubt.attack.fab;

import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.InputDomain;

/**
 * Shortest moves to hyperplanes for the norms whose solution is a ray cut off by the box: {@code
 * δ(t) = clamp(t·u, low - x, high - x)} at the t of smallest size with {@code w·δ(t) = rise}. Let
 * the rise be positive; else w and t change their signs.
 *
 * <ul>
 *   <li>Linf, {@code u = sign(w)}: of all δ in the box with {@code max|δ| ≤ t}, δ(t) has the
 *       largest {@code w·δ}, for it is largest in every addend. So no shorter δ gets as far.
 *   <li>L2, {@code u} parallel to w: the problem is convex, and {@code δ = clamp(λw)} with {@code λ
 *       ≥ 0} solves its Karush-Kuhn-Tucker conditions ({@code δ_i = λw_i} inside of the bounds,
 *       less at a bound, where the multiplier of the bound takes up the rest).
 * </ul>
 *
 * <p>Both meet their hyperplane where {@link ClampedRise} finds it, without sorting.
 *
 * @param normal w, {@code [n, features]}
 * @param unit u, with no entry larger than 1
 * @param slope {@code w·u} by feature, at least 0: how fast {@code w·δ} rises until the bound
 */
record ClampedRays(Tensor normal, Tensor unit, Tensor slope, InputDomain domain)
    implements Hyperplanes {
  @Override
  public Tensor shift(Tensor x, Tensor rise) {
    return Scope.tensors(
        () -> {
          Tensor low = Tensors.full(domain.low(), x.dtype()).like(x).minus(x);
          Tensor high = Tensors.full(domain.high(), x.dtype()).like(x).minus(x);
          ClampedRise rays = new ClampedRise(normal, unit, slope, low, high);
          return rays.at(rays.lengths(rise.doubles(), Reductions.sum(slope, 1).doubles()));
        });
  }
}
