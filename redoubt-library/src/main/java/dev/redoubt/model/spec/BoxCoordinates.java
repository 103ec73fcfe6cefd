package dev.redoubt.model.spec;

import dev.redoubt.BadInputException;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;

/**
 * From coordinates in [0, 1] to points of an input box: 0 is the lower bound of an input, 1 the
 * upper one. Between them the way is a straight line, or, for a level other than one half, two of
 * them that meet in the point at this level of the interval: coordinate {@code 1 - level} is there.
 * So most coordinates are points near the lower bounds for a low level, near the upper ones for a
 * high one.
 *
 * <p>The points are numbers of 32 bits, as networks take them, and lie in the box as it is written:
 * lower bounds are rounded up, upper ones down. Where no such number lies between the bounds, it is
 * the one nearest to their middle; a value in the box that is read as 32 bits becomes it.
 */
final class BoxCoordinates {
  private final InputBox box;
  private final Tensor low;
  private final Tensor high;
  private final double level;

  private BoxCoordinates(InputBox box, Tensor low, Tensor high, double level) {
    this.box = box;
    this.low = low;
    this.high = high;
    this.level = level;
  }

  /** The same box with another level, in (0, 1). */
  BoxCoordinates atLevel(double other) {
    return new BoxCoordinates(box, low, high, other);
  }

  /**
   * The coordinates of a box.
   *
   * @param shape one sample's shape; inputs fill it in row-major order
   * @throws BadInputException if a bound or a width is too large for 32 bits
   */
  static BoxCoordinates of(InputBox box, List<Integer> shape) {
    float[] low = new float[box.inputs()];
    float[] high = new float[box.inputs()];
    for (int i = 0; i < low.length; i++) {
      low[i] = up(box.low(i));
      high[i] = down(box.high(i));
      if (low[i] > high[i]) {
        low[i] = (float) (box.low(i) / 2 + box.high(i) / 2);
        high[i] = low[i];
      }
      if (!Float.isFinite(high[i] - low[i])) {
        throw new BadInputException(
            "input X_%d lies in [%s, %s], which is more than 32-bit numbers can span"
                .formatted(i, box.low(i), box.high(i)));
      }
    }
    return new BoxCoordinates(box, row(low, shape), row(high, shape), 0.5);
  }

  private static Tensor row(float[] values, List<Integer> shape) {
    long[] dims = new long[shape.size() + 1];
    dims[0] = 1;
    for (int i = 1; i < dims.length; i++) {
      dims[i] = shape.get(i - 1);
    }
    return Scope.own(Tensors.of(values, dims));
  }

  /** The smallest of 32 bits that is not below. */
  private static float up(double value) {
    float near = (float) value;
    return near < value ? Math.nextUp(near) : near;
  }

  /** The largest of 32 bits that is not above. */
  private static float down(double value) {
    float near = (float) value;
    return near > value ? Math.nextDown(near) : near;
  }

  /**
   * The points of some coordinates.
   *
   * @param u in [0, 1], one row a sample; others are taken for the nearer end
   * @return float32
   */
  Tensor points(Tensor u) {
    Tensor least = low.to(u.device());
    Tensor most = high.to(u.device());
    Tensor shares = shares(u.to(DType.FLOAT32));
    return Elementwise.clamp(Elementwise.between(least, most, shares), least, most);
  }

  /** How far between the bounds coordinates are; 0 and 1 stay exactly what they are. */
  private Tensor shares(Tensor u) {
    if (level == 0.5) {
      return u;
    }
    Tensor below = u.times(level / (1 - level));
    Tensor above = u.negated().plus(1).times(-(1 - level) / level).plus(1);
    return Elementwise.where(Elementwise.greater(u, 1 - level), above, below);
  }

  /** The point in the box that 32 bits round to {@code x}: {@code x} itself, if it lies in it. */
  double[] exact(float[] x) {
    double[] exact = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      exact[i] = Math.min(Math.max(x[i], box.low(i)), box.high(i));
    }
    return exact;
  }
}
