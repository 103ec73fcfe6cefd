package dev.redoubt.purify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotalVariationTest {
  private static final int SIDE = 6;
  private static final InputSpec IMAGE = InputSpec.image(1, SIDE, SIDE);

  private static double objective(double[] z, double[] x, double[] mask, double weight) {
    double sum = 0;
    for (int i = 0; i < z.length; i++) {
      sum += mask[i] * (z[i] - x[i]) * (z[i] - x[i]) / 2;
      for (int j : next(i)) {
        sum += weight * Math.abs(z[i] - z[j]);
      }
    }
    return sum;
  }

  /** The neighbours to the right and below. */
  private static int[] next(int i) {
    return IntStream.of(i % SIDE + 1 < SIDE ? i + 1 : -1, i + SIDE < SIDE * SIDE ? i + SIDE : -1)
        .filter(j -> j >= 0)
        .toArray();
  }

  /**
   * Lagged diffusivity (Vogel and Oman 1996): absolute differences become squares, weighed by what
   * they were in the round before, and each round solves linear equations.
   */
  private static double[] reference(double[] x, double[] mask, double weight) {
    int n = x.length;
    double[] z = new double[n];
    Arrays.fill(z, .5);
    for (int round = 0; round < 400; round++) {
      double[][] equations = new double[n][n + 1];
      for (int i = 0; i < n; i++) {
        equations[i][i] += mask[i];
        equations[i][n] += mask[i] * x[i];
        for (int j : next(i)) {
          double conductance = weight / Math.max(Math.abs(z[i] - z[j]), 1e-9);
          equations[i][i] += conductance;
          equations[j][j] += conductance;
          equations[i][j] -= conductance;
          equations[j][i] -= conductance;
        }
      }
      z = solved(equations);
    }
    return z;
  }

  /** Gauss and Jordan, for positive definite equations. */
  private static double[] solved(double[][] equations) {
    int n = equations.length;
    for (int pivot = 0; pivot < n; pivot++) {
      for (int row = 0; row < n; row++) {
        double factor = equations[row][pivot] / equations[pivot][pivot];
        for (int column = pivot; row != pivot && column <= n; column++) {
          equations[row][column] -= factor * equations[pivot][column];
        }
      }
    }
    double[] solution = new double[n];
    Arrays.setAll(solution, i -> equations[i][n] / equations[i][i]);
    return solution;
  }

  private static double[] kept(double keep, Draws draws, int row) {
    double[] mask = new double[SIDE * SIDE];
    float[] uniform = new float[mask.length];
    draws.stream(row).fillUniform(uniform, 0, uniform.length, 0, 1);
    Arrays.setAll(mask, i -> uniform[i] < keep ? 1 : 0);
    return mask;
  }

  @ParameterizedTest
  @CsvSource({
    ".03, 1, 100",
    ".1, 1, 100",
    ".3, 1, 100",
    ".03, .5, 100",
    ".1, .5, 100",
    ".2, .3, 200"
  })
  void leastObjectiveIsReached(double weight, double keep, int iterations) {
    double[] values = Pictures.values(3 * SIDE * SIDE, SIDE, 1);
    double[] output = Pictures.applied(new TotalVariation(weight, keep, iterations, IMAGE), values);
    for (int row = 0; row < 3; row++) {
      int from = row * SIDE * SIDE;
      double[] x = Arrays.copyOfRange(values, from, from + SIDE * SIDE);
      double[] z = Arrays.copyOfRange(output, from, from + SIDE * SIDE);
      double[] mask = kept(keep, Pictures.draws(3), row);
      double least = objective(reference(x, mask, weight), x, mask, weight);
      assertThat(objective(z, x, mask, weight)).isBetween(least * (1 - 1e-6), least * 1.005);
      assertThat(objective(x, x, mask, weight)).isGreaterThan(least * 1.05);
    }
  }

  /** Two levels approach each other by the weight over the number of pixels of each. */
  @Test
  void aStepIsLowered() {
    InputSpec spec = InputSpec.image(1, 1, 4);
    double[] output =
        Pictures.applied(new TotalVariation(.1, 1, 200, spec), new double[] {.2, .2, .8, .8});
    assertThat(output).containsExactly(new double[] {.25, .25, .75, .75}, within(1e-4));
  }

  @Test
  void whatIsDroppedDoesNotMatter() {
    TotalVariation tv = new TotalVariation(.1, .5, 7, IMAGE);
    double[] values = Pictures.values(SIDE * SIDE, SIDE, 2);
    double[] changed = values.clone();
    double[] mask = kept(.5, Pictures.draws(1), 0);
    for (int i = 0; i < mask.length; i++) {
      changed[i] = mask[i] == 1 ? values[i] : 1 - values[i];
    }
    assertThat(changed).isNotEqualTo(values);
    assertThat(Pictures.applied(tv, changed)).isEqualTo(Pictures.applied(tv, values));
  }

  @Test
  void nothingKeptIsGrey() {
    InputSpec signed = new InputSpec(List.of(1, 2, 2), 0, 3);
    TotalVariation tv = new TotalVariation(.1, 1e-12, 5, signed);
    assertThat(Pictures.applied(tv, new double[] {1, 2, 3, 0})).containsOnly(1.5);
  }

  @Test
  void onlyAPartIsRandom() {
    Scope.run(
        () -> {
          Tensor x = Tensors.of(Pictures.values(SIDE * SIDE, SIDE, 3), 1, 1, SIDE, SIDE);
          Draws one = Pictures.draws(1);
          for (double keep : new double[] {.5, 1}) {
            TotalVariation tv = new TotalVariation(.1, keep, 5, IMAGE);
            boolean same = Arrays.equals(tv.apply(x, one).doubles(), other(tv, x).doubles());
            assertThat(same).isEqualTo(keep == 1);
            assertThat(tv.declares().random()).isEqualTo(keep < 1);
          }
        });
  }

  private static Tensor other(TotalVariation tv, Tensor x) {
    return tv.apply(x, Pictures.draws(1).of("other"));
  }

  @Test
  void declaresWhatItIs() {
    TotalVariation tv = new TotalVariation(.1, .5, 100, IMAGE);
    assertThat(tv.name()).isEqualTo("tv");
    assertThat(tv.settings()).isEqualTo(Map.of("weight", .1, "keep", .5, "iterations", 100));
    assertThat(tv.declares().backward())
        .isInstanceOfSatisfying(
            Declaration.Backward.Surrogate.class,
            surrogate -> assertThat(surrogate.words()).isEqualTo("the identity"));
  }

  @Test
  void refusesWhatItCanNotDo() {
    for (double weight : new double[] {0, 11, Double.NaN}) {
      assertThatThrownBy(() -> new TotalVariation(weight, 1, 5, IMAGE))
          .isInstanceOf(BadInputException.class)
          .hasMessage("tv wants a weight above 0 and at most 10, not " + weight);
    }
    for (double keep : new double[] {0, 1.5, Double.NaN}) {
      assertThatThrownBy(() -> new TotalVariation(.1, keep, 5, IMAGE))
          .isInstanceOf(BadInputException.class)
          .hasMessage("tv wants to keep a share above 0 and at most 1, not " + keep);
    }
    for (int iterations : new int[] {0, 10_001}) {
      assertThatThrownBy(() -> new TotalVariation(.1, .5, iterations, IMAGE))
          .isInstanceOf(BadInputException.class)
          .hasMessage("tv wants from 1 to 10000 iterations, not " + iterations);
    }
  }
}
