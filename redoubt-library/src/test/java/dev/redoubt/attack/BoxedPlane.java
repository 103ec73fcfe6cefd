package dev.redoubt.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.tensor.RandomStream;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.Norm;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.DoubleFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * One hyperplane {@code w·δ = rise} and the box of the changes that are allowed, in double
 * precision and by other methods than those under test.
 */
@SuppressWarnings("ArrayRecordComponent") // one row, never compared
public record BoxedPlane(double[] w, double[] low, double[] high, double rise) {
  /** The plane and the box of one of several rows, side by side in arrays. */
  public static BoxedPlane ofRow(
      float[] weights, float[] points, float rise, int row, int features, InputDomain domain) {
    double[] w = new double[features];
    double[] low = new double[features];
    double[] high = new double[features];
    for (int i = 0; i < features; i++) {
      w[i] = weights[row * features + i];
      low[i] = domain.low() - points[row * features + i];
      high[i] = domain.high() - points[row * features + i];
    }
    return new BoxedPlane(w, low, high, rise);
  }

  /** {@code w·δ}. */
  public double product(double[] delta) {
    return IntStream.range(0, w.length).mapToDouble(i -> w[i] * delta[i]).sum();
  }

  /** {@code w·δ}. */
  public double product(float[] delta) {
    return product(doubles(delta));
  }

  /** The rise, or as much of it as the box allows. */
  public double reachable() {
    return isOutOfReach() ? product(bound()) : rise;
  }

  /** Whether the box ends before the hyperplane, or with it. */
  public boolean isOutOfReach() {
    return Math.abs(rise) >= Math.abs(product(bound()));
  }

  /** Every feature with a weight at the bound on the side of the hyperplane. */
  private double[] bound() {
    double[] bound = new double[w.length];
    Arrays.setAll(bound, i -> w[i] * rise == 0 ? 0 : w[i] * rise > 0 ? high[i] : low[i]);
    return bound;
  }

  /** Fails if a change leaves the box. */
  public void checkInside(float[] delta) {
    for (int i = 0; i < w.length; i++) {
      assertThat((double) delta[i]).isBetween(low[i] - 1e-6, high[i] + 1e-6);
    }
  }

  /** A change drawn uniformly from the box. */
  public double[] randomPoint(RandomStream stream) {
    double[] point = new double[w.length];
    Arrays.setAll(point, i -> low[i] + stream.uniform() * (high[i] - low[i]));
    return point;
  }

  /** The norm of a change. */
  public double length(Norm norm, float[] delta) {
    return length(norm, doubles(delta));
  }

  /** The norm of a change. */
  public double length(Norm norm, double[] delta) {
    return switch (norm.name()) {
      case "linf" -> Arrays.stream(delta).map(Math::abs).max().orElse(0);
      case "l2" -> Math.sqrt(Arrays.stream(delta).map(d -> d * d).sum());
      case "l0" -> Arrays.stream(delta).filter(d -> d != 0).count();
      default -> Arrays.stream(delta).map(Math::abs).sum();
    };
  }

  /** The length of the shortest δ on the hyperplane, or at its side of the box. */
  public double shortest(Norm norm) {
    if (isOutOfReach()) {
      return length(norm, bound());
    }
    double sign = Math.signum(rise);
    return switch (norm.name()) {
      case "linf" -> length(norm, bisected(t -> along(i -> sign * Math.signum(w[i]) * t)));
      case "l2" -> length(norm, bisected(t -> along(i -> sign * w[i] * t)));
      case "l0" -> fewest();
      default -> greedy();
    };
  }

  private double[] along(IntToDoubleFunction free) {
    double[] delta = new double[w.length];
    Arrays.setAll(delta, i -> Math.max(low[i], Math.min(high[i], free.applyAsDouble(i))));
    return delta;
  }

  /** The member of a family that grows with t at which the reachable rise is reached. */
  private double[] bisected(DoubleFunction<double[]> family) {
    double goal = Math.abs(reachable());
    double from = 0;
    double to = 1e-3;
    while (Math.abs(product(family.apply(to))) < goal * (1 - 1e-13) && to < 1e12) {
      to *= 2;
    }
    for (int i = 0; i < 60; i++) {
      double middle = (from + to) / 2;
      if (Math.abs(product(family.apply(middle))) < goal * (1 - 1e-13)) {
        from = middle;
      } else {
        to = middle;
      }
    }
    return family.apply(to);
  }

  private double greedy() {
    double left = Math.abs(reachable());
    double spent = 0;
    double[] bound = bound();
    int[] order =
        IntStream.range(0, w.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -Math.abs(w[i])))
            .mapToInt(i -> i)
            .toArray();
    for (int i : order) {
      if (w[i] != 0) {
        double amount = Math.min(Math.abs(bound[i]), left / Math.abs(w[i]));
        spent += amount;
        left -= amount * Math.abs(w[i]);
      }
    }
    return spent;
  }

  /** How many features it takes, those first that bring most. */
  private double fewest() {
    double[] bound = bound();
    double[] gains =
        IntStream.range(0, w.length)
            .mapToDouble(i -> -Math.abs(bound[i] * w[i]))
            .sorted()
            .toArray();
    double left = Math.abs(reachable());
    int count = 0;
    while (left > 0 && count < gains.length) {
      left += gains[count++];
    }
    return count;
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  @Override
  public String toString() {
    return w.length > 10
        ? "rise " + rise
        : "w %s, from %s to %s, rise %s"
            .formatted(Arrays.toString(w), Arrays.toString(low), Arrays.toString(high), rise);
  }
}
