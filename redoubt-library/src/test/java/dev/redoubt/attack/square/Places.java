package dev.redoubt.attack.square;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Plane;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Where and how much points differ. */
final class Places {
  private Places() {}

  /** These places fit into one window, and in each channel into the same. */
  static void checkBoundingBox(Plane plane, Extent extent, int... places) {
    assertThat(spread(rows(plane, places))).isLessThanOrEqualTo(extent.height());
    assertThat(spread(columns(plane, places))).isLessThanOrEqualTo(extent.width());
  }

  static int[] places(IntPredicate which, int features) {
    return IntStream.range(0, features).filter(which).toArray();
  }

  static int[] rows(Plane plane, int... places) {
    return IntStream.of(places).map(i -> i / plane.width() % plane.height()).toArray();
  }

  static int[] columns(Plane plane, int... places) {
    return IntStream.of(places).map(i -> i % plane.width()).toArray();
  }

  static int spread(int[] values) {
    return values.length == 0
        ? 0
        : 1 + IntStream.of(values).max().orElseThrow() - IntStream.of(values).min().orElseThrow();
  }

  static double size(float[] point, float[] clean, int i) {
    return Math.abs((double) point[i] - clean[i]);
  }

  /** The norm of a difference; {@code threat} begins with its name. */
  static double norm(String threat, float[] point, float[] clean) {
    double sum = 0;
    double squares = 0;
    double largest = 0;
    for (int i = 0; i < point.length; i++) {
      double change = Math.abs((double) point[i] - clean[i]);
      sum += change;
      squares += change * change;
      largest = Math.max(largest, change);
    }
    return switch (threat.substring(0, threat.indexOf(':'))) {
      case "linf" -> largest;
      case "l2" -> Math.sqrt(squares);
      default -> sum;
    };
  }

  /** {@code 3x8x8} as a list. */
  static List<Integer> shape(String text) {
    return List.of(text.split("x")).stream().map(Integer::valueOf).toList();
  }
}
