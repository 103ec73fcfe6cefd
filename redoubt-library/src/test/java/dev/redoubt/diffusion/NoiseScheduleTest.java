package dev.redoubt.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.redoubt.BadInputException;
import dev.redoubt.diffusion.NoiseSchedule.Form;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Schedules against their closed forms, integrals, Bayes' rule and another implementation. */
class NoiseScheduleTest {
  private static final NoiseSchedule LINEAR = new NoiseSchedule(Form.LINEAR, 1000);
  private static final NoiseSchedule COSINE = new NoiseSchedule(Form.COSINE, 1000);

  /** Ho et al. 2020, section 4: from 1e-4 to 0.02. */
  @Test
  void linearRisesEvenly() {
    for (int k = 1; k <= 1000; k++) {
      assertThat(LINEAR.beta(k)).isCloseTo(1e-4 + (0.02 - 1e-4) * (k - 1) / 999, within(1e-15));
    }
    assertThat(LINEAR.alphaBar(1000)).isCloseTo(4.0358e-5, within(1e-9));
  }

  /** Nichol and Dhariwal 2021, equation 17; only the last step is cut off. */
  @Test
  void cosineHasTheFormOfThePaper() {
    for (int k = 0; k < 1000; k++) {
      double root = Math.cos((k / 1000.0 + 0.008) / 1.008 * Math.PI / 2);
      double start = Math.cos(0.008 / 1.008 * Math.PI / 2);
      assertThat(COSINE.alphaBar(k)).isCloseTo(root * root / (start * start), within(1e-12));
    }
    assertThat(COSINE.beta(1000)).isEqualTo(0.999);
  }

  /** As DDPMScheduler of diffusers 0.42.1 has them, in fp32. */
  @ParameterizedTest
  @CsvSource({
    "LINEAR, 1, 9.999999747e-5, 0.9998999834, 0",
    "LINEAR, 2, 1.199199178e-4, 0.9997800773, 5.453479389e-5",
    "LINEAR, 500, 0.01004004013, 0.07858723402, -1",
    "LINEAR, 999, 0.01998008043, 4.118194192e-5, -1",
    "LINEAR, 1000, 0.01999999955, 4.035830352e-5, 0.01999996416",
    "COSINE, 1, 4.128422370e-5, 0.9999586940, 0",
    "COSINE, 2, 4.614175123e-5, 0.9999125533, 2.179335934e-5",
    "COSINE, 500, 0.003145886119, 0.4938434660, -1",
    "COSINE, 999, 0.7499994040, 2.428766265e-6, -1",
    "COSINE, 1000, 0.9990000129, 2.428734991e-9, 0.9989975691",
  })
  void agreesWithAnotherImplementation(
      Form form, int k, double beta, double signal, double variance) {
    NoiseSchedule schedule = new NoiseSchedule(form, 1000);

    assertThat(schedule.beta(k)).isCloseTo(beta, withinPercentage(0.01));
    assertThat(schedule.alphaBar(k)).isCloseTo(signal, withinPercentage(0.01));
    if (variance >= 0) {
      double deviation = schedule.posterior(k - 1, k).deviation();
      assertThat(deviation * deviation).isCloseTo(variance, within(1e-2 * variance));
    }
  }

  /** {@code ᾱ(t) = exp(-∫β)}, by Simpson's rule. */
  @ParameterizedTest
  @EnumSource
  void continuousSignalIsTheIntegralOfTheRate(Form form) {
    NoiseSchedule schedule = new NoiseSchedule(form, 10);
    int pieces = 20_000;
    for (double t : new double[] {0, 0.01, 0.1, 0.35, 0.7, 0.95}) {
      double sum = 0;
      for (int i = 0; i <= pieces; i++) {
        int weight = i == 0 || i == pieces ? 1 : i % 2 == 1 ? 4 : 2;
        sum += weight * schedule.rate(t * i / pieces);
      }
      double expected = Math.exp(-sum * t / pieces / 3);
      assertThat(schedule.alphaBar(t)).isCloseTo(expected, withinPercentage(1e-7));
    }
  }

  /** The discrete process is the SDE's in the limit, with an error of the order of a step. */
  @ParameterizedTest
  @EnumSource
  void discreteSignalTendsToTheContinuousOne(Form form) {
    for (int steps : new int[] {200, 1000, 5000}) {
      NoiseSchedule schedule = new NoiseSchedule(form, steps);
      for (int k = 0; k <= steps; k += steps / 20) {
        double t = (double) k / steps;
        assertThat(schedule.alphaBar(k))
            .isCloseTo(schedule.alphaBar(t), within(form == Form.LINEAR ? 2.0 / steps : 1e-4));
      }
    }
    NoiseSchedule fine = new NoiseSchedule(form, 20_000);
    assertThat(fine.beta(8000) * 20_000).isCloseTo(fine.rate(0.4), withinPercentage(0.1));
  }

  /** The product of what came before and what follows, normalised on a grid. */
  @Property(tries = 60, seed = "71")
  void posteriorIsBayesRule(
      @ForAll Form form,
      @ForAll @IntRange(min = 1, max = 60) int one,
      @ForAll @IntRange(min = 1, max = 60) int other,
      @ForAll @DoubleRange(min = -1, max = 1) double clean,
      @ForAll @DoubleRange(min = -2, max = 2) double noisy) {
    NoiseSchedule schedule = new NoiseSchedule(form, 64);
    int j = Math.min(one, other);
    int k = Math.max(one, other) + 1;
    double earlier = product(schedule, 1, j);
    double between = product(schedule, j + 1, k);
    NoiseSchedule.Posterior posterior = schedule.posterior(j, k);
    double mean = posterior.start() * clean + posterior.noisy() * noisy;

    double mass = 0;
    double first = 0;
    double second = 0;
    for (int i = -4000; i <= 4000; i++) {
      double away = i * posterior.deviation() / 400;
      double x = mean + away;
      double prior = x - Math.sqrt(earlier) * clean;
      double step = noisy - Math.sqrt(between) * x;
      double exponent = prior * prior / (1 - earlier) + step * step / (1 - between);
      double offset = mean - Math.sqrt(earlier) * clean;
      double stepOffset = noisy - Math.sqrt(between) * mean;
      double atMean = offset * offset / (1 - earlier) + stepOffset * stepOffset / (1 - between);
      double density = Math.exp((atMean - exponent) / 2);
      mass += density;
      first += density * away;
      second += density * away * away;
    }
    double deviation = posterior.deviation();
    assertThat(first / mass).isCloseTo(0, within(1e-6 * deviation));
    assertThat(Math.sqrt(second / mass)).isCloseTo(deviation, withinPercentage(1e-6));
  }

  private static double product(NoiseSchedule schedule, int from, int to) {
    double product = 1;
    for (int i = from; i <= to; i++) {
      product *= 1 - schedule.beta(i);
    }
    return product;
  }

  @ParameterizedTest
  @EnumSource
  void posteriorOfTheSampleIsTheSample(Form form) {
    NoiseSchedule schedule = new NoiseSchedule(form, 50);
    for (int k = 1; k <= 50; k++) {
      assertThat(schedule.posterior(0, k)).isEqualTo(new NoiseSchedule.Posterior(1, 0, 0));
    }
  }

  @ParameterizedTest
  @EnumSource
  void stepOfANoiseIsTheFirstWithAsMuch(Form form) {
    NoiseSchedule schedule = new NoiseSchedule(form, 40);
    for (int k = 1; k <= 40; k++) {
      double noise = Math.sqrt(1 / product(schedule, 1, k) - 1);
      assertThat(schedule.noiseToSignal(k)).isCloseTo(noise, withinPercentage(1e-8));
      assertThat(schedule.stepOf(schedule.noiseToSignal(k))).hasValue(k);
      assertThat(schedule.stepOf(noise * 0.999)).hasValue(k);
      assertThat(schedule.stepOf(schedule.noiseToSignal(40) * 1.001)).isEmpty();
    }
    assertThat(schedule.noiseToSignal(0)).isZero();
    assertThat(schedule.stepOf(1e-12)).hasValue(1);
  }

  @Test
  void valuesOutOfTheirRangesAreRefused() {
    assertThatThrownBy(() -> new NoiseSchedule(Form.LINEAR, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessage("a noise schedule wants from 2 to 100,000 steps, not 1");
    assertThatThrownBy(() -> new NoiseSchedule(Form.COSINE, 100_001))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("not 100,001");
    assertThatThrownBy(() -> LINEAR.beta(0)).hasMessage("step 0 of 1000");
    assertThatThrownBy(() -> LINEAR.beta(1001)).hasMessage("step 1001 of 1000");
    assertThatThrownBy(() -> LINEAR.alphaBar(-1)).hasMessage("step -1 of 1000");
    assertThatThrownBy(() -> LINEAR.posterior(3, 1001)).hasMessage("step 1001 of 1000");
  }

  @Test
  void formsAreNamed() {
    assertThat(Form.named("linear")).isEqualTo(Form.LINEAR);
    assertThat(Form.named("cosine")).isEqualTo(Form.COSINE);
    assertThatThrownBy(() -> Form.named("cosin"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("noise schedule", "cosin", "cosine");
  }

  /** Few steps of a linear schedule are large ones: what is left of the sample stays positive. */
  @ParameterizedTest
  @EnumSource
  void fewStepsStayBelowOne(Form form) {
    for (int steps : new int[] {2, 5, 20}) {
      NoiseSchedule schedule = new NoiseSchedule(form, steps);
      for (int k = 1; k <= steps; k++) {
        assertThat(schedule.beta(k)).isPositive().isLessThanOrEqualTo(0.999);
        assertThat(schedule.alphaBar(k)).isPositive().isLessThan(schedule.alphaBar(k - 1));
      }
    }
  }
}
