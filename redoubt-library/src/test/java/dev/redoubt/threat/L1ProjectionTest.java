package dev.redoubt.threat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The projection onto the L1 ball within a box, in double precision. */
class L1ProjectionTest {
  private static final int FEATURES = 6;

  @Property(tries = 60)
  void agreesWithBisection(
      @ForAll @IntRange(max = 10_000) int seed,
      @ForAll @DoubleRange(min = 0, max = 4) double epsilon) {
    Problem problem = Problem.drawn(seed);
    assertThat(projected(problem, epsilon))
        .containsExactly(bisected(problem, epsilon), within(1e-9));
  }

  /** A point p is the projection of v exactly when (v - p)·(q - p) ≤ 0 for all feasible q. */
  @Property(tries = 30)
  void noFeasiblePointIsNearer(
      @ForAll @IntRange(max = 10_000) int seed,
      @ForAll @DoubleRange(min = 0.01, max = 4) double epsilon) {
    Problem problem = Problem.drawn(seed);
    double[] p = projected(problem, epsilon);
    assertFeasible(p, problem, epsilon);
    RandomStream stream = RandomStream.of(seed, -1, "feasible");
    for (int trial = 0; trial < 200; trial++) {
      double[] q = new double[FEATURES];
      for (int i = 0; i < FEATURES; i++) {
        double wild = 3 * stream.gaussian() * stream.below(2);
        q[i] = Math.min(problem.high[i], Math.max(problem.low[i], wild));
      }
      double scale = Math.min(1, epsilon / Math.max(1e-12, norm(q)));
      double product = 0;
      for (int i = 0; i < FEATURES; i++) {
        product += (problem.v[i] - p[i]) * (scale * q[i] - p[i]);
      }
      assertThat(product).isLessThanOrEqualTo(1e-9);
    }
  }

  @Test
  void whatIsInsideStays() {
    Problem inside =
        new Problem(
            new double[] {0.1, -0.2, 0, 0.3, 0, 0},
            new double[] {-1, -1, -1, -1, 0, 0},
            new double[] {1, 1, 0, 1, 0, 0});
    assertThat(projected(inside, 0.6000001)).containsExactly(inside.v, within(1e-15));
    assertThat(projected(inside, 1e9)).containsExactly(inside.v, within(1e-15));
  }

  @Test
  void withoutBudgetOrRoomNothingMoves() {
    double[] nothing = new double[FEATURES];
    Problem problem = Problem.drawn(1);
    assertThat(projected(problem, 0)).containsExactly(nothing, within(1e-12));
    Problem stuck = new Problem(problem.v, new double[FEATURES], new double[FEATURES]);
    assertThat(projected(stuck, 2)).containsExactly(nothing, within(0.0));
  }

  @Test
  void withoutABoxItIsSoftThresholding() {
    double[] unbounded = new double[FEATURES];
    Arrays.fill(unbounded, Double.POSITIVE_INFINITY);
    double[] below = Arrays.stream(unbounded).map(value -> -value).toArray();
    Problem problem = new Problem(new double[] {3, -2, 1, 0, 0.1, -0.1}, below, unbounded);
    // A threshold of 1.5 leaves 1.5 + 0.5 = 2.
    assertThat(projected(problem, 2))
        .containsExactly(new double[] {1.5, -0.5, 0, 0, 0, 0}, within(1e-12));
  }

  @Test
  void eachRowIsProjectedByItself() {
    Scope.run(
        () -> {
          double[] v = {3, 0, 0.2, 0.1};
          Tensor bound = Tensors.of(new double[] {9, 9, 9, 9}, 2, 2);
          assertThat(L1Projection.project(Tensors.of(v, 2, 2), bound.negated(), bound, 1).doubles())
              .containsExactly(new double[] {1, 0, 0.2, 0.1}, within(1e-12));
        });
  }

  private static double[] projected(Problem problem, double epsilon) {
    return Scope.value(
        () ->
            L1Projection.project(
                    Tensors.of(problem.v, 1, FEATURES),
                    Tensors.of(problem.low, 1, FEATURES),
                    Tensors.of(problem.high, 1, FEATURES),
                    epsilon)
                .doubles());
  }

  /** The same by 200 halvings of the interval that holds the threshold. */
  private static double[] bisected(Problem problem, double epsilon) {
    double below = 0;
    double above = Arrays.stream(problem.v).map(Math::abs).max().orElseThrow();
    if (norm(problem.shrunk(0)) <= epsilon) {
      return problem.shrunk(0);
    }
    for (int i = 0; i < 200; i++) {
      double middle = (below + above) / 2;
      if (norm(problem.shrunk(middle)) > epsilon) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return problem.shrunk(above);
  }

  private static void assertFeasible(double[] p, Problem problem, double epsilon) {
    assertThat(norm(p)).isLessThanOrEqualTo(epsilon + 1e-9);
    for (int i = 0; i < FEATURES; i++) {
      assertThat(p[i]).isBetween(problem.low[i], problem.high[i]);
    }
  }

  private static double norm(double[] x) {
    return Arrays.stream(x).map(Math::abs).sum();
  }

  /** A point and a box around 0, in which some features have no room on one side. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Problem(double[] v, double[] low, double[] high) {
    static Problem drawn(int seed) {
      RandomStream stream = RandomStream.of(seed, -1, "problem");
      double[] v = new double[FEATURES];
      double[] low = new double[FEATURES];
      double[] high = new double[FEATURES];
      for (int i = 0; i < FEATURES; i++) {
        v[i] = 1.5 * stream.gaussian();
        double x = Math.min(1, Math.max(0, 2 * stream.uniform() - 0.5));
        low[i] = -x;
        high[i] = 1 - x;
      }
      return new Problem(v, low, high);
    }

    double[] shrunk(double threshold) {
      double[] shrunk = new double[v.length];
      for (int i = 0; i < v.length; i++) {
        double room = v[i] > 0 ? high[i] : -low[i];
        double size = Math.min(room, Math.max(0, Math.abs(v[i]) - threshold));
        shrunk[i] = Math.copySign(size, v[i]);
      }
      return shrunk;
    }
  }
}
