package dev.redoubt.threat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Feasible sets: the ball and the box [0, 1] at once. */
class BallTest {
  private static final InputDomain BOX = new InputDomain(0, 1);
  private static final int ROWS = 4;
  private static final int FEATURES = 6;

  /** In float32 near 1000, a ball of radius .1 must be drawn smaller to hold what it promises. */
  @Property(tries = 20)
  void candidatesStayInsideInWideDomains(@ForAll @IntRange(max = 10_000) int seed) {
    Draws draws = new Draws(seed, new long[] {0, 1, 2}, "wide");
    Scope.run(
        () -> {
          Tensor like = Tensors.zeros(DType.FLOAT32, 3, 30);
          // Away from the box, which would cut steps short by right.
          Tensor center = draws.of("center").uniformLike(like, 10, 990);
          Tensor gradient = draws.of("gradient").gaussianLike(like);
          for (Norm norm : List.of(new Linf(), new L2(), new L1())) {
            double epsilon = norm instanceof Linf ? 0.1 : 5;
            Ball ball = norm.ball(center, epsilon, new InputDomain(0, 1000));
            for (Tensor x : List.of(ball.ascendFully(gradient), ball.ascend(center, gradient, 9))) {
              Tensor exact = x.to(DType.FLOAT64);
              for (double distance : norm.distance(exact, center.to(DType.FLOAT64)).doubles()) {
                assertThat(distance).isBetween(0.5 * epsilon, epsilon + 1e-6);
              }
            }
          }
        });
  }

  @Test
  void pointsFromFarAwayLieAtTheRadius() {
    Scope.run(
        () -> {
          Tensor center = Tensors.full(1, DType.FLOAT64, 2, 30);
          for (Norm norm : List.of(new Linf(), new L2(), new L1())) {
            Ball ball = norm.ball(center, 5, new InputDomain(-100, 100));
            Tensor far = ball.project(center.plus(50));
            assertThat(ball.radius()).isLessThan(5).isGreaterThan(4.99);
            for (double distance : norm.distance(far, center).doubles()) {
              assertThat(distance).isCloseTo(ball.radius(), within(1e-9));
            }
          }
        });
  }

  @Property(tries = 20)
  void linfAndL2Projections(
      @ForAll @IntRange(max = 10_000) int seed,
      @ForAll @DoubleRange(min = 0.01, max = 2) double epsilon) {
    double[] center = pixels(seed);
    double[] wild = wild(seed);
    double[] linf = new double[center.length];
    double[] l2 = new double[center.length];
    for (int row = 0; row < ROWS; row++) {
      double squares = 0;
      for (int i = row * FEATURES; i < (row + 1) * FEATURES; i++) {
        squares += (wild[i] - center[i]) * (wild[i] - center[i]);
      }
      double radius = epsilon > 1 ? epsilon * (1 - 3e-7) : epsilon; // room for rounding
      double scale = Math.min(1, radius / Math.sqrt(squares));
      for (int i = row * FEATURES; i < (row + 1) * FEATURES; i++) {
        double change = wild[i] - center[i];
        linf[i] = unit(center[i] + Math.min(epsilon, Math.max(-epsilon, change)));
        l2[i] = unit(center[i] + scale * change);
      }
    }
    assertThat(projected(new Linf(), center, epsilon, wild)).containsExactly(linf, within(1e-12));
    assertThat(projected(new L2(), center, epsilon, wild)).containsExactly(l2, within(1e-9));
  }

  @Property(tries = 20)
  void l0ProjectionIsTheBestOfAllSubsets(
      @ForAll @IntRange(max = 10_000) int seed, @ForAll @IntRange(min = 1, max = 6) int count) {
    double[] center = pixels(seed);
    double[] wild = wild(seed);
    double[] found = projected(new L0(), center, count + 0.5, wild);
    for (int row = 0; row < ROWS; row++) {
      int from = row * FEATURES;
      double best = Double.POSITIVE_INFINITY;
      for (int subset = 0; subset < 1 << FEATURES; subset++) {
        if (Integer.bitCount(subset) <= count) {
          double squares = 0;
          for (int i = 0; i < FEATURES; i++) {
            boolean moves = (subset >> i & 1) == 1;
            double x = moves ? unit(wild[from + i]) : center[from + i];
            squares += (x - wild[from + i]) * (x - wild[from + i]);
          }
          best = Math.min(best, squares);
        }
      }
      double squares = 0;
      int changed = 0;
      for (int i = from; i < from + FEATURES; i++) {
        squares += (found[i] - wild[i]) * (found[i] - wild[i]);
        changed += found[i] != center[i] ? 1 : 0;
      }
      assertThat(changed).isLessThanOrEqualTo(count);
      assertThat(squares).isCloseTo(best, within(1e-9));
    }
  }

  @Property(tries = 20)
  void projectionsAreFeasibleAndIdempotent(
      @ForAll @IntRange(max = 10_000) int seed,
      @ForAll @DoubleRange(min = 0.01, max = 6) double epsilon) {
    for (Norm norm : Norm.all()) {
      double[] once = projected(norm, pixels(seed), epsilon, wild(seed));
      assertThat(Arrays.stream(once)).allMatch(value -> value >= 0 && value <= 1);
      Scope.run(
          () ->
              assertThat(distances(norm, once, seed))
                  .allMatch(distance -> distance <= epsilon + 1e-9));
      assertThat(projected(norm, pixels(seed), epsilon, once))
          .as(norm.name())
          .containsExactly(once, within(1e-9));
    }
  }

  @Test
  void budgetsBelowTheRoundingAreKept() {
    for (Norm norm : List.of(new Linf(), new L2(), new L1())) {
      Scope.run(
          () -> {
            double[] found = projected(norm, pixels(1), 1e-9, wild(1));
            assertThat(distances(norm, found, 1))
                .as(norm.name())
                .allMatch(distance -> distance <= 1.1e-9);
          });
    }
  }

  @Property(tries = 10)
  void someRowsAreTheRowsOfAll(@ForAll @IntRange(max = 10_000) int seed) {
    int[] rows = {3, 0, 2};
    for (Norm norm : Norm.all()) {
      Scope.run(
          () -> {
            Ball all = norm.ball(images(pixels(seed)), 1.3, BOX);
            Ball some = all.rows(rows);
            Tensor gradient = images(wild(seed + 1));
            Tensor x = all.project(images(wild(seed)));
            Tensor own = Layout.rows(x, rows);
            Tensor ownGradient = Layout.rows(gradient, rows);
            assertThat(some.project(Layout.rows(images(wild(seed)), rows)).doubles())
                .containsExactly(own.doubles());
            assertThat(some.ascend(own, ownGradient, 0.2).doubles())
                .as(norm.name())
                .containsExactly(Layout.rows(all.ascend(x, gradient, 0.2), rows).doubles());
            assertThat(some.ascendFully(ownGradient).doubles())
                .as(norm.name())
                .containsExactly(Layout.rows(all.ascendFully(gradient), rows).doubles());
          });
    }
  }

  /** The box ends at 0 and 1; in Linf the ball has bounds for each feature as well. */
  @Test
  void whatIsAtABoundIsBlockedTowardsItAlone() {
    double[] center = {1, 0, 1, 0, .5, .5, 1, .5};
    double[] gradient = {2, -2, -2, 2, 2, 2, 0, 0};
    Scope.run(
        () -> {
          Tensor middle = Tensors.of(center, 1, 8);
          Tensor slope = Tensors.of(gradient, 1, 8);
          for (Norm norm : Norm.all()) {
            Ball ball = norm.ball(middle, .3, BOX);
            assertThat(ball.blocked(middle, slope).ints())
                .as(norm.name())
                .containsExactly(1, 1, 0, 0, 0, 0, 0, 0);
          }
          Tensor x = new Linf().ball(middle, .3, BOX).ascendFully(slope);
          assertThat(new Linf().ball(middle, .3, BOX).blocked(x, slope).ints())
              .containsExactly(1, 1, 1, 1, 1, 1, 0, 0);
          assertThat(new L2().ball(middle, .3, BOX).blocked(x, slope).ints())
              .containsExactly(1, 1, 0, 0, 0, 0, 0, 0);
        });
  }

  @Test
  void theL1StepMovesOneFeatureInAHundredAmongThoseWithRoom() {
    int features = 200;
    double[] center = new double[features];
    double[] gradient = new double[features];
    for (int i = 0; i < features; i++) {
      center[i] = i >= 198 ? 1 : 0.5;
      gradient[i] = i % 2 == 0 ? i : -i;
    }
    // 198 wants up but is at the bound; 199 wants down and has room.
    gradient[198] = 1000;
    Scope.run(
        () -> {
          Tensor x = Tensors.of(center, 1, features);
          double[] step =
              new L1()
                  .ball(x, 5, BOX)
                  .ascend(x, Tensors.of(gradient, 1, features), 0.4)
                  .minus(x)
                  .doubles();
          double[] expected = new double[features];
          expected[199] = -0.2;
          expected[197] = -0.2;
          assertThat(step).containsExactly(expected, within(1e-12));
        });
  }

  private static double[] projected(Norm norm, double[] center, double epsilon, double[] x) {
    return Scope.value(() -> norm.ball(images(center), epsilon, BOX).project(images(x)).doubles());
  }

  private static DoubleStream distances(Norm norm, double[] x, int seed) {
    return Arrays.stream(norm.distance(images(x), images(pixels(seed))).doubles());
  }

  private static Tensor images(double[] values) {
    return Tensors.of(values, ROWS, 1, 2, FEATURES / 2);
  }

  private static double unit(double value) {
    return Math.min(1, Math.max(0, value));
  }

  private static double[] pixels(int seed) {
    RandomStream stream = RandomStream.of(seed, -1, "pixels");
    double[] values = new double[ROWS * FEATURES];
    for (int i = 0; i < values.length; i++) {
      values[i] = unit(2 * stream.uniform() - 0.5);
    }
    return values;
  }

  private static double[] wild(int seed) {
    RandomStream stream = RandomStream.of(seed, -1, "wild");
    double[] values = new double[ROWS * FEATURES];
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.5 + stream.gaussian();
    }
    return values;
  }
}
