package dev.redoubt.attack.fab;

import dev.redoubt.tensor.Comparison;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.InputDomain;
import java.util.List;

/**
 * Shortest moves to hyperplanes in L1. A change of feature i by one raises {@code w·x} by at most
 * |w_i| and costs one whatever the feature, so the cheapest move takes the features in the order of
 * |w|, each to its bound, until the rise is reached (the fractional knapsack: putting an amount on
 * a feature of smaller |w| while one of larger |w| has room left can be exchanged for a shorter
 * move). Equals keep the order of the features.
 *
 * @param sense sign(w), {@code [n, features]}
 * @param size |w| in falling order
 * @param order int64: the feature that each of {@code size} belongs to
 */
record Knapsack(Tensor sense, Tensor size, Tensor order, InputDomain domain)
    implements Hyperplanes {
  static Knapsack of(Tensor normal, InputDomain domain) {
    Reductions.Sorted sorted = Reductions.sort(Elementwise.abs(normal), 1, true);
    return new Knapsack(
        Elementwise.sign(normal),
        Elementwise.atLeast(sorted.values(), Projection.NO_DIRECTION),
        sorted.indices(),
        domain);
  }

  @Override
  public Tensor shift(Tensor x, Tensor rise) {
    return Scope.tensors(
        () -> {
          Tensor largest = Layout.reshape(Layout.columns(size, 0, 1), -1);
          Tensor moves =
              Comparison.and(
                  Elementwise.isFinite(rise),
                  Elementwise.greater(largest, Projection.NO_DIRECTION));
          Tensor goal = Elementwise.where(moves, rise, Tensors.zerosLike(rise));
          Tensor forward = sense.times(Layout.reshape(Elementwise.sign(goal), -1, 1));
          Tensor room = Hyperplanes.room(x, forward, domain);
          Tensor rooms = Layout.gather(room, order);
          Tensor missing =
              Layout.reshape(Elementwise.abs(goal), -1, 1).minus(sumBefore(rooms.times(size)));
          Tensor spent =
              Elementwise.minimum(Elementwise.atLeast(missing, 0).dividedBy(size), rooms);
          return Layout.scatter(Tensors.zerosLike(x), order, spent).times(forward);
        });
  }

  /** The sum of all columns before each; moved over, since subtracting the column would round. */
  private static Tensor sumBefore(Tensor gain) {
    Tensor first = Tensors.zerosLike(Layout.columns(gain, 0, 1));
    Tensor others = Layout.columns(Reductions.cumulativeSum(gain, 1), 0, gain.size(1) - 1);
    return Layout.concat(List.of(first, others), 1);
  }
}
