package dev.redoubt.threat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Draws from balls follow the uniform distribution (Kolmogorov and Smirnov, level 0.001). */
class RandomPerturbationTest {
  private static final int ROWS = 4000;
  private static final double CRITICAL = 1.95 / Math.sqrt(ROWS);

  /** The share of the ball within t times its radius is t^d, for every norm. */
  @ParameterizedTest
  @CsvSource({"linf, 1", "linf, 3", "l2, 1", "l2, 3", "l1, 1", "l1, 3"})
  void radii(String norm, int features) {
    double epsilon = 0.4;
    double[] radii =
        Scope.value(
            () ->
                Norm.named(norm)
                    .of(Tensors.of(drawn(norm, features, epsilon), ROWS, features))
                    .doubles());
    assertThat(Arrays.stream(radii)).allMatch(radius -> radius <= epsilon + 1e-6);
    assertThat(kolmogorov(radii, t -> Math.pow(t / epsilon, features))).isLessThan(CRITICAL);
  }

  /** Second moments of one coordinate in three dimensions; mean 0 by symmetry. */
  @ParameterizedTest
  @CsvSource({"linf, 0.3333333", "l2, 0.2", "l1, 0.1"})
  void coordinatesAreAlikeAndSymmetric(String norm, double moment) {
    double[] values = drawn(norm, 3, 1);
    for (int feature = 0; feature < 3; feature++) {
      double mean = 0;
      double squares = 0;
      for (int row = 0; row < ROWS; row++) {
        double value = values[row * 3 + feature];
        mean += value / ROWS;
        squares += value * value / ROWS;
      }
      assertThat(mean).isCloseTo(0, within(4 * Math.sqrt(moment / ROWS)));
      assertThat(squares).isCloseTo(moment, within(0.1 * moment));
    }
  }

  @ParameterizedTest
  @CsvSource({"linf", "l2", "l1", "l0"})
  void directionsHaveNormOneAndGoBothWays(String norm) {
    Scope.run(
        () -> {
          Tensor like = Tensors.zeros(DType.FLOAT32, 50, 7);
          Draws draws = new Draws(3, LongStream.range(0, 50).toArray(), "direction");
          Tensor drawn = Norm.named(norm).randomDirection(like, draws);
          assertThat(Arrays.stream(Norm.named(norm).of(drawn).doubles()))
              .allMatch(length -> norm.equals("l0") ? length == 1 : Math.abs(length - 1) < 1e-5);
          assertThat(Arrays.stream(drawn.doubles()).min().orElseThrow()).isNegative();
          assertThat(Arrays.stream(drawn.doubles()).max().orElseThrow()).isPositive();
        });
  }

  @Test
  void l0ChangesItsNumberOfFeaturesEachAsOftenAsTheOthers() {
    double[] values = drawn("l0", 5, 2.5);
    int[] changed = new int[5];
    for (int row = 0; row < ROWS; row++) {
      int own = 0;
      for (int feature = 0; feature < 5; feature++) {
        double value = values[row * 5 + feature];
        assertThat(value).isBetween(-1.0, 1.0);
        own += value != 0 ? 1 : 0;
        changed[feature] += value != 0 ? 1 : 0;
      }
      assertThat(own).isEqualTo(2);
    }
    assertThat(Arrays.stream(changed))
        .allMatch(n -> Math.abs(n - 0.4 * ROWS) < 4 * Math.sqrt(0.24 * ROWS));
  }

  private static double[] drawn(String norm, int features, double epsilon) {
    Draws draws = new Draws(7, LongStream.range(0, ROWS).toArray(), "test");
    return Scope.value(
        () ->
            Norm.named(norm)
                .random(Tensors.zeros(DType.FLOAT32, ROWS, features), epsilon, draws)
                .doubles());
  }

  /** The largest distance of the empirical distribution from the expected one. */
  private static double kolmogorov(double[] values, DoubleUnaryOperator expected) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double largest = 0;
    for (int i = 0; i < sorted.length; i++) {
      double at = expected.applyAsDouble(sorted[i]);
      largest = Math.max(largest, Math.abs(at - i / (double) sorted.length));
      largest = Math.max(largest, Math.abs((i + 1) / (double) sorted.length - at));
    }
    return largest;
  }
}
