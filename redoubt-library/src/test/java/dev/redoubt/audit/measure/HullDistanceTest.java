package dev.redoubt.audit.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.tensor.RandomStream;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class HullDistanceTest {
  private static HullDistance of(double[]... points) {
    int n = points.length;
    double[] gram = new double[n * n];
    for (int i = 0; i < n * n; i++) {
      double[] a = points[i / n];
      double[] b = points[i % n];
      for (int k = 0; k < a.length; k++) {
        gram[i] += a[k] * b[k];
      }
    }
    return HullDistance.of(gram, n);
  }

  @Example
  void theFootOfThePerpendicularIsFound() {
    HullDistance edge = of(new double[] {-1, 2}, new double[] {3, 2}, new double[] {0, 5});
    assertThat(edge.weights()).containsExactly(new double[] {.75, .25, 0}, within(1e-9));
    assertThat(edge.margin()).isCloseTo(4, within(1e-9));
    assertThat(edge.reach()).isCloseTo(10, within(1e-9));
    assertThat(edge.isAway()).isTrue();
  }

  @Example
  void aSinglePointAndEqualPointsAreTheirOwnHull() {
    assertThat(of(new double[] {3, 4}).margin()).isEqualTo(25);
    HullDistance same = of(new double[] {3, 4}, new double[] {3, 4});
    assertThat(same.margin()).isEqualTo(25);
    assertThat(Arrays.stream(same.weights()).sum()).isEqualTo(1);
  }

  @Example
  void anOriginInsideIsNotAway() {
    assertThat(of(new double[] {1, 0}, new double[] {-1, 1}, new double[] {-1, -1}).isAway())
        .isFalse();
    assertThat(of(new double[] {0, 0}, new double[] {1, 1}).isAway()).isFalse();
  }

  /** No direction of a fine fan has a larger margin in the plane. */
  @Property(tries = 40, seed = "1974")
  void theMarginIsTheLargest(
      @ForAll @IntRange(max = 10_000) int seed, @ForAll @IntRange(min = 2, max = 30) int n) {
    RandomStream stream = RandomStream.of(seed, -1, "hull");
    double[][] points = new double[n][];
    for (int i = 0; i < n; i++) {
      points[i] = new double[] {stream.gaussian() + 2.5, stream.gaussian() + 1};
    }
    double best = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < 20_000; k++) {
      double angle = 2 * Math.PI * k / 20_000;
      double least =
          Arrays.stream(points)
              .mapToDouble(p -> p[0] * Math.cos(angle) + p[1] * Math.sin(angle))
              .min()
              .orElseThrow();
      best = Math.max(best, least);
    }
    HullDistance found = of(points);
    double[] nearest = new double[2];
    for (int i = 0; i < n; i++) {
      nearest[0] += found.weights()[i] * points[i][0];
      nearest[1] += found.weights()[i] * points[i][1];
    }
    double length = Math.hypot(nearest[0], nearest[1]);
    assertThat(found.isAway()).isEqualTo(best > 1e-3);
    if (best > 1e-3) {
      assertThat(length).isCloseTo(best, within(2e-3 * best));
      assertThat(found.margin() / length).isCloseTo(best, within(2e-3 * best));
    }
  }
}
