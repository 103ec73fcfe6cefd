package dev.redoubt.attack.fab;

import dev.redoubt.tensor.Comparison;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * How far along a ray that a box cuts off, {@code δ(t) = clamp(t·u, low, high)}, the product {@code
 * w·δ(t)} rises to a given value.
 *
 * <p>For t ≥ 0 every addend of {@code w·δ(t)} rises in proportion to t and then stays, so the sum
 * is concave and piecewise linear. Newton's method solves it exactly: a tangent lies above a
 * concave function, so from the left each round comes closer and never passes the solution; each
 * but the last brings at least one more feature to its bound, and on the solution's own piece a
 * round ends there. A handful of rounds is typical, of which the later work on few rows only. For t
 * ≤ 0 it is the mirror image.
 *
 * <p>All addends have one sign, so nothing cancels: float32 gives the sum to some 1e-7 of itself.
 *
 * @param normal w, {@code [n, features]}
 * @param unit u, of w's signs and with no entry larger than 1
 * @param slope {@code w·u} by feature
 * @param low the most negative change of each feature, at most 0
 * @param high the most positive one, at least 0
 */
record ClampedRise(Tensor normal, Tensor unit, Tensor slope, Tensor low, Tensor high)
    implements TensorGroup {
  /** The share of the rise that may be missed. */
  private static final double PRECISION = 1e-5;

  /** As far as a ray goes: any feature that moves at all has come to its bound. */
  private static final double FARTHEST = 1e30;

  /** δ(t), with the t of each row. */
  Tensor at(double[] t) {
    return Elementwise.clamp(along(t), low, high);
  }

  private Tensor along(double[] t) {
    return unit.times(Tensors.of(t, t.length, 1).like(unit));
  }

  /**
   * The t of each row; ±{@link #FARTHEST} where the box ends before the rise is reached.
   *
   * @param rise the wanted {@code w·δ}, of either sign; where it is not finite the row stays
   * @param steepest the sum of the slopes
   */
  double[] lengths(double[] rise, double[] steepest) {
    double[] t = new double[rise.length];
    for (int row = 0; row < t.length; row++) {
      boolean moves = steepest[row] > Projection.NO_DIRECTION && Double.isFinite(rise[row]);
      t[row] = moves ? bounded(rise[row] / steepest[row]) : 0;
    }
    int[] moving = IntStream.range(0, t.length).filter(row -> t[row] != 0).toArray();
    int features = Math.toIntExact(normal.size(1));
    Scope.loop(
        new Open(this, IntStream.range(0, t.length).toArray(), moving).compact(),
        features + 1,
        open -> open.moving().length == 0,
        (round, open) -> open.rays().newton(open, rise, t));
    return t;
  }

  /** One round: rows that are there stop, the others go on to the end of their tangent. */
  private Open newton(Open open, double[] rise, double[] t) {
    double[] here = IntStream.of(open.rows()).mapToDouble(row -> t[row]).toArray();
    Tensor ray = along(here);
    Tensor delta = Elementwise.clamp(ray, low, high);
    double[] reached = Reductions.sum(normal.times(delta), 1).doubles();
    int[] going =
        IntStream.of(open.moving())
            .filter(
                i -> {
                  double goal = rise[open.rows()[i]];
                  return Math.abs(goal - reached[i]) > PRECISION * Math.abs(goal)
                      && Math.abs(here[i]) < FARTHEST;
                })
            .toArray();
    if (going.length > 0) {
      Tensor free = Comparison.equal(ray, delta);
      Tensor rest = Elementwise.where(free, slope, Tensors.full(0, slope.dtype()).like(slope));
      double[] tangent = Reductions.sum(rest, 1).doubles();
      for (int i : going) {
        int row = open.rows()[i];
        t[row] = bounded(here[i] + (rise[row] - reached[i]) / tangent[i]);
      }
    }
    return new Open(this, open.rows(), going).compact();
  }

  private static double bounded(double t) {
    return Math.max(-FARTHEST, Math.min(FARTHEST, t));
  }

  private ClampedRise rows(int... rows) {
    return new ClampedRise(
        Layout.rows(normal, rows),
        Layout.rows(unit, rows),
        Layout.rows(slope, rows),
        Layout.rows(low, rows),
        Layout.rows(high, rows));
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    action.accept(normal);
    action.accept(unit);
    action.accept(slope);
    action.accept(low);
    action.accept(high);
  }

  /**
   * What is still computed.
   *
   * @param rows the row of the batch that each ray belongs to
   * @param moving the positions in {@code rows} of those that have not arrived
   */
  @SuppressWarnings("ArrayRecordComponent") // one entry a row, never compared
  private record Open(ClampedRise rays, int[] rows, int[] moving) implements TensorGroup {
    /** Lets go of rays that have arrived, once they are so many that copying the rest pays. */
    Open compact() {
      if (moving.length == 0 || 2 * moving.length > rows.length) {
        return this;
      }
      int[] left = Arrays.stream(moving).map(i -> rows[i]).toArray();
      return new Open(rays.rows(moving), left, IntStream.range(0, left.length).toArray());
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
      rays.forEachTensor(action);
    }
  }
}
