package dev.redoubt.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.testing.FiniteDifferences;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** There and back through a U-Net: the same as on one tape, row by row and draw by draw. */
class PurificationTest {
  private static final double TIME = 0.1;
  private static final int STEPS = 6;
  private static final int FEATURES = SmallNets.IMAGES.features();
  private static final Draws DRAWS = new Draws(3, new long[] {40, 7, 11, 2}, "purify");

  private static Purification purification(Sampler sampler, DType type) {
    DiffusionModel model = SmallNets.unet(type);
    return Purification.of(model, model.schedule(), sampler, TIME, STEPS);
  }

  /** All of it on one tape. */
  private static Tensor plain(Purification purification, Tensor x, Draws draws) {
    double signal = purification.signal();
    Tensor state =
        x.times(Math.sqrt(signal))
            .plus(draws.of("forward").gaussianLike(x).times(Math.sqrt(1 - signal)));
    for (int i = 0; i < STEPS; i++) {
      ReverseStep step = purification.steps().get(i);
      Tensor when = Tensors.full(step.step(), x.dtype(), x.rows());
      Tensor noise = purification.model().noise(state, when);
      Tensor fresh = draws.of("step-" + i).gaussianLike(x);
      state =
          state
              .times(step.kept())
              .plus(noise.times(step.noise()))
              .plus(fresh.times(step.deviation()));
    }
    return state;
  }

  /** A value, and the derivative of a sum of all its elements with different weights. */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  private record Derived(double[] value, double[] gradient) {
    static Derived of(UnaryOperator<Tensor> function, Tensor x) {
      return Scope.value(
          () -> {
            Tensor leaf = Autograd.variable(x);
            Tensor value = function.apply(leaf);
            double[] coefficients = new double[Math.toIntExact(value.count())];
            Arrays.setAll(coefficients, i -> Math.sin(1 + 3 * i));
            Tensor loss = FiniteDifferences.weighted(value, coefficients);
            return new Derived(value.doubles(), Autograd.grad(loss, leaf).doubles());
          });
    }
  }

  private static double norm(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
  }

  private static double relative(double[] found, double[] expected) {
    double[] away = new double[expected.length];
    Arrays.setAll(away, i -> found[i] - expected[i]);
    return norm(away) / norm(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "SDE, FLOAT32, 1e-5",
    "DDPM, FLOAT32, 1e-5",
    "DDIM, FLOAT32, 1e-5",
    "SDE, FLOAT64, 1e-10",
    "DDPM, FLOAT64, 1e-10",
    "DDIM, FLOAT64, 1e-10",
  })
  void hasTheValueAndTheDerivativeOfOneTape(Sampler sampler, DType type, double tolerance) {
    Purification purification = purification(sampler, type);
    Tensor x = SmallNets.tensor(SmallNets.images(4), type);
    Derived expected = Derived.of(leaf -> plain(purification, leaf, DRAWS), x);
    Derived found = Derived.of(leaf -> purification.apply(leaf, DRAWS), x);

    assertThat(relative(found.value(), expected.value())).isLessThan(tolerance / 10);
    assertThat(relative(found.gradient(), expected.gradient())).isLessThan(tolerance);
    // A network without influence would make all of this easy.
    List<ReverseStep> deaf =
        purification.steps().stream()
            .map(step -> new ReverseStep(step.step(), step.kept(), 0, step.deviation()))
            .toList();
    Purification unheard = new Purification(purification.model(), purification.signal(), deaf);
    assertThat(
            relative(
                Derived.of(leaf -> unheard.apply(leaf, DRAWS), x).gradient(), expected.gradient()))
        .isGreaterThan(0.05);
  }

  /** Along some directions. */
  @ParameterizedTest
  @EnumSource
  void derivativeIsThatOfDifferences(Sampler sampler) {
    Purification purification = purification(sampler, DType.FLOAT64);
    Draws draws = DRAWS.rows(0);
    double[] x = SmallNets.images(1);
    double[] coefficients = new double[FEATURES];
    Arrays.setAll(coefficients, i -> Math.sin(1 + 3 * i));
    double[] gradient =
        Derived.of(leaf -> purification.apply(leaf, draws), SmallNets.tensor(x, DType.FLOAT64))
            .gradient();
    for (int direction = 1; direction <= 4; direction++) {
      double[] along = new double[FEATURES];
      for (int i = 0; i < FEATURES; i++) {
        along[i] = Math.cos(direction * i * i);
      }
      double expected =
          FiniteDifferences.gradient(
              step ->
                  purification.apply(
                      SmallNets.tensor(x, DType.FLOAT64)
                          .plus(SmallNets.tensor(along, DType.FLOAT64).times(step)),
                      draws),
              coefficients,
              new double[] {0},
              1e-5,
              1,
              1,
              1,
              1)[0];
      double slope = 0;
      for (int i = 0; i < FEATURES; i++) {
        slope += gradient[i] * along[i];
      }
      assertThat(slope).isCloseTo(expected, within(1e-7 * norm(gradient)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void rowsDoNotDependOnTheirBatch(Sampler sampler) {
    Purification purification = purification(sampler, DType.FLOAT32);
    double[] images = SmallNets.images(4);
    Derived together =
        Derived.of(
            leaf -> purification.apply(leaf, DRAWS), SmallNets.tensor(images, DType.FLOAT32));
    for (int[] rows : new int[][] {{2}, {3, 0}, {1, 2, 0, 3}}) {
      double[] some = new double[rows.length * FEATURES];
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(images, rows[i] * FEATURES, some, i * FEATURES, FEATURES);
      }
      Draws draws = DRAWS.rows(rows);
      double[] purified =
          Scope.value(
              () -> purification.apply(SmallNets.tensor(some, DType.FLOAT32), draws).doubles());
      for (int i = 0; i < rows.length; i++) {
        assertThat(relative(row(purified, i), row(together.value(), rows[i]))).isLessThan(1e-5);
      }
    }
  }

  private static double[] row(double[] values, int row) {
    return Arrays.copyOfRange(values, row * FEATURES, (row + 1) * FEATURES);
  }

  @Test
  void drawsDecideWhatComesBack() {
    Purification purification = purification(Sampler.SDE, DType.FLOAT32);
    Tensor x = SmallNets.tensor(SmallNets.images(4), DType.FLOAT32);
    double[] one = purified(purification, x, DRAWS);

    assertThat(purified(purification, x, DRAWS)).isEqualTo(one);
    assertThat(purified(purification, x, new Draws(4, DRAWS.ids(), "purify"))).isNotEqualTo(one);
    assertThat(purified(purification, x, DRAWS.of("again"))).isNotEqualTo(one);
  }

  private static double[] purified(Purification purification, Tensor x, Draws draws) {
    return Scope.value(() -> purification.apply(x, draws).doubles());
  }

  /** Each step draws its own noise: what goes in with weight 0 comes out as their sum. */
  @Test
  void everyStepDrawsItsOwnNoise() {
    List<ReverseStep> steps =
        List.of(
            new ReverseStep(3, 1, 0, 1), new ReverseStep(2, 1, 0, 2), new ReverseStep(1, 1, 0, 0));
    Purification purification = new Purification((x, step) -> x, 0.36, steps);
    double[] found =
        Scope.value(
            () ->
                purification
                    .apply(Tensors.full(0.5, DType.FLOAT64, 1, 20_000), DRAWS.rows(1))
                    .doubles());
    double mean = Arrays.stream(found).average().orElseThrow();
    double variance = Arrays.stream(found).map(v -> (v - mean) * (v - mean)).sum() / found.length;

    assertThat(mean).isCloseTo(0.3, within(0.07)); // 4 standard errors
    assertThat(variance).isCloseTo(0.64 + 1 + 4, within(0.23));
  }
}
