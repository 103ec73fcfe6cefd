package dev.redoubt.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.redoubt.diffusion.NoiseSchedule.Form;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Data whose exact model is known: normal of mean {@value #MEAN} and deviation {@value #DEVIATION}.
 * What comes back is then known as well.
 */
class GaussianDataTest {
  private static final double MEAN = 0.3;
  private static final double DEVIATION = 0.4;
  private static final double TIME = 0.3;

  /** Where the way back starts. */
  private static final double START = -0.9;

  private static ExactGaussian model(Sampler sampler, Form form, int steps) {
    NoiseSchedule schedule = new NoiseSchedule(form, steps);
    return new ExactGaussian(schedule, sampler == Sampler.SDE, MEAN, DEVIATION);
  }

  private static AffinePath path(Sampler sampler, ExactGaussian model, int steps) {
    return AffinePath.of(sampler.steps(model.schedule(), TIME, steps), model);
  }

  /** Twice the steps, half the error; and little of it in the end. */
  private static void assertFirstOrder(IntToDoubleFunction error, int steps, double scale) {
    double coarse = error.applyAsDouble(steps);
    double middle = error.applyAsDouble(2 * steps);
    double fine = error.applyAsDouble(4 * steps);

    assertThat(middle / coarse).isBetween(0.45, 0.55);
    assertThat(fine / middle).isBetween(0.47, 0.53);
    assertThat(Math.abs(fine)).isLessThan(5e-3 * scale);
  }

  /** Kloeden and Platen 1992, chapter 14: Euler and Maruyama's weak error is of order one. */
  @ParameterizedTest
  @EnumSource
  void sdeTendsToThePosteriorAtOrderOne(Form form) {
    ExactGaussian model = model(Sampler.SDE, form, 100_000);
    double signal = model.schedule().alphaBar(TIME);
    double mean = model.posteriorMean(signal, START);
    double variance = model.posteriorVariance(signal);

    assertFirstOrder(n -> path(Sampler.SDE, model, n).mean(START) - mean, 200, 1);
    assertFirstOrder(n -> path(Sampler.SDE, model, n).variance() - variance, 200, variance);
    assertFirstOrder(n -> path(Sampler.SDE, model, n).gain() - model.posteriorGain(signal), 200, 1);
  }

  /**
   * Ancestral sampling replaces the clean sample by its mean: with normal data the mean that comes
   * back is right whatever the number of steps, and the variance too small, by an error of order
   * one.
   */
  @ParameterizedTest
  @EnumSource
  void ddpmHasThePosteriorsMeanAndTendsToItsVariance(Form form) {
    ExactGaussian model = model(Sampler.DDPM, form, 10_000);
    double signal = Sampler.DDPM.signal(model.schedule(), TIME);
    double variance = model.posteriorVariance(signal);

    for (int steps : new int[] {1, 7, 40}) {
      AffinePath path = path(Sampler.DDPM, model, steps);
      assertThat(path.mean(START)).isCloseTo(model.posteriorMean(signal, START), within(1e-9));
      assertThat(path.variance()).isLessThan(variance);
    }
    assertFirstOrder(n -> path(Sampler.DDPM, model, n).variance() - variance, 200, 2 * variance);
  }

  /** The flow keeps the quantile: so many deviations of the noisy data, so many of the clean. */
  @ParameterizedTest
  @EnumSource
  void ddimTendsToTheFlowAtOrderOne(Form form) {
    ExactGaussian model = model(Sampler.DDIM, form, 10_000);
    double signal = Sampler.DDIM.signal(model.schedule(), TIME);
    double quantile = (START - Math.sqrt(signal) * MEAN) / Math.sqrt(model.variance(signal));

    assertFirstOrder(
        n -> path(Sampler.DDIM, model, n).mean(START) - (MEAN + DEVIATION * quantile), 40, 1);
    assertThat(path(Sampler.DDIM, model, 40).variance()).isZero();
  }

  /** What is computed is what the recursion says, and close to the posterior. */
  @ParameterizedTest
  @CsvSource({"SDE, LINEAR", "SDE, COSINE", "DDPM, LINEAR", "DDPM, COSINE"})
  void manySamplesAreDistributedAsThePosterior(Sampler sampler, Form form) {
    int draws = 20_000;
    ExactGaussian model = model(sampler, form, 400);
    double signal = sampler.signal(model.schedule(), TIME);
    List<ReverseStep> steps = sampler.steps(model.schedule(), TIME, 120);
    Purification purification = new Purification(model, signal, steps);
    AffinePath expected = AffinePath.of(steps, model);
    double[] back =
        Scope.value(
            () -> {
              Tensor x = Tensors.full(START, DType.FLOAT64, 2, draws);
              return purification.back(x, new Draws(4, new long[] {7, 2}, "test")).doubles();
            });
    double mean = Arrays.stream(back).average().orElseThrow();
    double variance = Arrays.stream(back).map(v -> (v - mean) * (v - mean)).sum() / back.length;
    double standardError = Math.sqrt(expected.variance() / back.length);

    assertThat(mean).isCloseTo(expected.mean(START), within(4 * standardError));
    assertThat(variance / expected.variance() - 1)
        .isCloseTo(0, within(4 * Math.sqrt(2.0 / back.length)));
    assertThat(mean).isCloseTo(model.posteriorMean(signal, START), within(0.01));
    assertThat(variance).isCloseTo(model.posteriorVariance(signal), withinPercentage(5));
    assertThat(Arrays.copyOf(back, draws)).isNotEqualTo(Arrays.copyOfRange(back, draws, 2 * draws));
  }

  /** Data in, data out: what purification makes of samples of the data is distributed as they. */
  @ParameterizedTest
  @EnumSource
  void purifiedDataAreDistributedAsTheData(Sampler sampler) {
    ExactGaussian model = model(sampler, Form.LINEAR, 400);
    Purification purification = Purification.of(model, model.schedule(), sampler, TIME, 100);
    double[] purified =
        Scope.value(
            () -> {
              Tensor like = Tensors.zeros(DType.FLOAT64, 1, 40_000);
              Draws draws = new Draws(9, new long[] {3}, "test");
              Tensor data = draws.of("data").gaussianLike(like).times(DEVIATION).plus(MEAN);
              return purification.apply(data, draws).doubles();
            });
    double mean = Arrays.stream(purified).average().orElseThrow();
    double variance = Arrays.stream(purified).map(v -> (v - mean) * (v - mean)).sum() / 40_000;
    AffinePath path = AffinePath.of(purification.steps(), model);
    double expected =
        path.gain() * path.gain() * model.variance(purification.signal()) + path.variance();

    assertThat(mean).isCloseTo(MEAN, within(4 * DEVIATION / 200));
    assertThat(variance / expected - 1).isCloseTo(0, within(4 * Math.sqrt(2.0 / 40_000)));
    assertThat(Math.sqrt(variance)).isCloseTo(DEVIATION, within(0.02));
  }

  @ParameterizedTest
  @CsvSource({"SDE, LINEAR", "SDE, COSINE", "DDPM, LINEAR", "DDPM, COSINE", "DDIM, LINEAR"})
  void gradientIsTheProductOfTheStepsGains(Sampler sampler, Form form) {
    ExactGaussian model = model(sampler, form, 200);
    List<ReverseStep> steps = sampler.steps(model.schedule(), TIME, 30);
    double signal = sampler.signal(model.schedule(), TIME);
    double expected = Math.sqrt(signal) * AffinePath.of(steps, model).gain();

    assertThat(gradient(new Purification(model, signal, steps), DType.FLOAT32))
        .allSatisfy(slope -> assertThat(slope).isCloseTo(expected, within(1e-5)));
    assertThat(gradient(new Purification(model, signal, steps), DType.FLOAT64))
        .allSatisfy(slope -> assertThat(slope).isCloseTo(expected, within(1e-12)));
  }

  /** √ᾱ times the derivative of the posterior's mean. */
  @Test
  void gradientTendsToThatOfThePosterior() {
    ExactGaussian model = model(Sampler.SDE, Form.LINEAR, 100_000);
    double signal = model.schedule().alphaBar(TIME);
    double expected = Math.sqrt(signal) * model.posteriorGain(signal);

    assertFirstOrder(
        n ->
            gradient(Purification.of(model, model.schedule(), Sampler.SDE, TIME, n), DType.FLOAT64)
                    .get(0)
                - expected,
        100,
        1);
  }

  /** By three values, of which the last counts twice. */
  private static List<Double> gradient(Purification purification, DType type) {
    return Scope.value(
        () -> {
          Tensor x = Autograd.variable(Tensors.of(new double[] {-0.5, 0.1, 0.8}, 3, 1).to(type));
          Tensor y = purification.apply(x, new Draws(1, new long[] {5, 6, 7}, "test"));
          Tensor factors = Tensors.of(new double[] {1, 1, 2}, 3, 1).to(type);
          double[] slopes = Autograd.grad(Reductions.sum(y.times(factors)), x).doubles();
          return List.of(slopes[0], slopes[1], slopes[2] / 2);
        });
  }

  @Test
  void oneLookGivesThePosteriorsMean() {
    ExactGaussian model = model(Sampler.DDPM, Form.COSINE, 100);
    double[] x = {-1.2, 0.4, 2};
    for (int k : new int[] {1, 40, 99}) {
      double signal = model.schedule().alphaBar(k);
      double[] clean =
          Scope.value(() -> Denoised.of(model, signal, k - 1, Tensors.of(x, 3, 1)).doubles());
      double[] expected = Arrays.stream(x).map(v -> model.posteriorMean(signal, v)).toArray();

      assertThat(clean).containsExactly(expected, within(1e-9));
    }
  }
}
