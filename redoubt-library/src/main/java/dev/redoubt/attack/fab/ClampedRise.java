package dev.redoubt.attack.fab;

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
 * How far along a ray that a box cuts off the sum {@code f(t) = Σ|w|·min(t·pace, room)} rises to a
 * given value.
 *
 * <p>Every addend rises in proportion to t and then stays, so f is concave and piecewise linear.
 * Newton's method solves it exactly: a tangent lies above a concave function, so from the left each
 * round comes closer and never passes the solution; each but the last brings at least one more
 * feature to its bound, and on the solution's own piece a round ends there. Two to four rounds are
 * typical, of which the later work on few rows only.
 *
 * <p>No addend is negative, so nothing cancels: float32 gives the sum to some 1e-7 of itself.
 *
 * @param size |w|, {@code [n, features]}
 * @param pace at least 0 and at most 1, {@code [n, features]} or {@code [n, 1]}
 * @param slope {@code |w|·pace}: how fast an addend rises until its bound
 * @param room how far each feature can go, at least 0
 */
record ClampedRise(Tensor size, Tensor pace, Tensor slope, Tensor room) implements TensorGroup {
  /** The share of the rise that may be missed. */
  private static final double PRECISION = 1e-5;

  /** As far as a ray goes: any feature that moves at all has come to its bound. */
  private static final double FARTHEST = 1e30;

  /** How far each feature has gone, with the t of each row. */
  Tensor at(double[] t) {
    return Elementwise.minimum(room, along(t));
  }

  private Tensor along(double[] t) {
    return pace.times(Tensors.of(t, t.length, 1).like(pace));
  }

  /**
   * The t of each row; {@link #FARTHEST} where the box ends before the rise is reached.
   *
   * @param rise the wanted sum, at least 0; where it is not finite the row stays
   * @param steepest the sum of the slopes
   */
  double[] lengths(double[] rise, double[] steepest) {
    double[] t = new double[rise.length];
    for (int row = 0; row < t.length; row++) {
      boolean moves = steepest[row] > Projection.NO_DIRECTION && Double.isFinite(rise[row]);
      t[row] = moves ? Math.min(rise[row] / steepest[row], FARTHEST) : 0;
    }
    int[] moving = IntStream.range(0, t.length).filter(row -> t[row] > 0).toArray();
    Scope.loop(
        new Open(this, IntStream.range(0, t.length).toArray(), moving).compact(),
        Math.toIntExact(size.size(1)) + 1,
        open -> open.moving().length == 0,
        (round, open) -> open.rays().newton(open, rise, t));
    return t;
  }

  /** One round: rows that are there stop, the others go on to the end of their tangent. */
  private Open newton(Open open, double[] rise, double[] t) {
    double[] here = IntStream.of(open.rows()).mapToDouble(row -> t[row]).toArray();
    Tensor ray = along(here);
    double[] reached = Reductions.sum(size.times(Elementwise.minimum(room, ray)), 1).doubles();
    int[] going =
        IntStream.of(open.moving())
            .filter(
                i -> {
                  double goal = rise[open.rows()[i]];
                  return goal - reached[i] > PRECISION * goal && here[i] < FARTHEST;
                })
            .toArray();
    if (going.length > 0) {
      Tensor free = Elementwise.wherePositive(room.minus(ray), slope);
      double[] tangent = Reductions.sum(free, 1).doubles();
      for (int i : going) {
        int row = open.rows()[i];
        t[row] = Math.min(here[i] + (rise[row] - reached[i]) / tangent[i], FARTHEST);
      }
    }
    return new Open(this, open.rows(), going).compact();
  }

  private ClampedRise rows(int... rows) {
    return new ClampedRise(
        Layout.rows(size, rows),
        Layout.rows(pace, rows),
        Layout.rows(slope, rows),
        Layout.rows(room, rows));
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    action.accept(size);
    action.accept(pace);
    action.accept(slope);
    action.accept(room);
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
