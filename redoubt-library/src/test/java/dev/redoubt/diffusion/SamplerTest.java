package dev.redoubt.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.diffusion.NoiseSchedule.Form;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The weights of steps against the papers' own formulas, and how steps follow each other. */
class SamplerTest {
  private static final NoiseSchedule LINEAR = new NoiseSchedule(Form.LINEAR, 200);

  private static double signal(NoiseSchedule schedule, int k) {
    double product = 1;
    for (int i = 1; i <= k; i++) {
      product *= 1 - schedule.beta(i);
    }
    return product;
  }

  /** Ho et al. 2020, algorithm 2, line 4. */
  @ParameterizedTest
  @EnumSource
  void ddpmStepsAreThoseOfThePaper(Form form) {
    NoiseSchedule schedule = new NoiseSchedule(form, 200);
    List<ReverseStep> path = Sampler.DDPM.steps(schedule, 0.3, 60);
    for (int i = 0; i < 60; i++) {
      int k = 60 - i;
      double beta = schedule.beta(k);
      double after = 1 - signal(schedule, k);
      double before = 1 - signal(schedule, k - 1);
      ReverseStep step = path.get(i);
      assertThat(step.step()).isEqualTo(k - 1);
      assertThat(step.kept()).isCloseTo(1 / Math.sqrt(1 - beta), within(1e-10));
      assertThat(step.noise())
          .isCloseTo(-beta / Math.sqrt(after) / Math.sqrt(1 - beta), within(1e-10));
      assertThat(step.deviation()).isCloseTo(Math.sqrt(before / after * beta), within(1e-10));
    }
  }

  /** Song et al. 2021 (implicit models), equation 12: the clean sample seen, and its way back. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 39, 60})
  void ddimStepsAreThoseOfThePaper(int steps) {
    double x = 0.7;
    double noise = -1.3;
    List<ReverseStep> path = Sampler.DDIM.steps(LINEAR, 0.3, steps);
    int from = 60;
    for (int i = 0; i < steps; i++) {
      int to = (int) Math.round(60.0 * (steps - 1 - i) / steps);
      double now = signal(LINEAR, from);
      double next = signal(LINEAR, to);
      double clean = (x - Math.sqrt(1 - now) * noise) / Math.sqrt(now);
      ReverseStep step = path.get(i);
      assertThat(step.step()).isEqualTo(from - 1);
      assertThat(step.kept() * x + step.noise() * noise)
          .isCloseTo(Math.sqrt(next) * clean + Math.sqrt(1 - next) * noise, within(1e-12));
      assertThat(step.deviation()).isZero();
      from = to;
    }
    assertThat(from).isZero();
  }

  /** Song et al. 2021 (score-based models), equation 6, backwards in time. */
  @ParameterizedTest
  @EnumSource
  void sdeStepsAreThoseOfEulerAndMaruyama(Form form) {
    NoiseSchedule schedule = new NoiseSchedule(form, 200);
    double x = 0.7;
    double noise = -1.3;
    List<ReverseStep> path = Sampler.SDE.steps(schedule, 0.3, 12);
    for (int i = 0; i < 12; i++) {
      double t = 0.3 * (12 - i) / 12;
      double rate = schedule.rate(t);
      double score = -noise / Math.sqrt(1 - schedule.alphaBar(t));
      double drift = -0.5 * rate * x - rate * score;
      ReverseStep step = path.get(i);
      assertThat(step.step()).isCloseTo(t * 200 - 1, within(1e-10));
      assertThat(step.kept() * x + step.noise() * noise)
          .isCloseTo(x - drift * 0.3 / 12, within(1e-12));
      assertThat(step.deviation())
          .isCloseTo(i == 11 ? 0 : Math.sqrt(rate * 0.3 / 12), within(1e-12));
    }
  }

  /** Finer steps than the network was trained on ask it for its first. */
  @Test
  void sdeAsksForNoStepBelowTheFirst() {
    assertThat(Sampler.SDE.steps(LINEAR, 0.01, 10))
        .allSatisfy(step -> assertThat(step.step()).isBetween(0.0, 1.0));
  }

  @Property(tries = 300, seed = "71")
  void everyPathComesToItsEnd(
      @ForAll Sampler sampler,
      @ForAll Form form,
      @ForAll @IntRange(min = 2, max = 300) int all,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double t,
      @ForAll @DoubleRange(min = 0, max = 1) double share) {
    NoiseSchedule schedule = new NoiseSchedule(form, all);
    int first = Math.max(1, (int) Math.round(t * all));
    int steps = 1 + (int) (share * (first - 1));
    List<ReverseStep> path = sampler.steps(schedule, t, steps);

    assertThat(path).hasSize(steps);
    assertThat(path.get(0).step())
        .isCloseTo(sampler == Sampler.SDE ? Math.max(0, t * all - 1) : first - 1, within(1e-9));
    assertThat(path.get(steps - 1).deviation()).isZero();
    for (int i = 1; i < steps; i++) {
      assertThat(path.get(i).step()).isLessThan(path.get(i - 1).step() + 1e-12);
      assertThat(path.get(i - 1).deviation() > 0).isEqualTo(sampler != Sampler.DDIM);
    }
    assertThat(sampler.signal(schedule, t))
        .isEqualTo(sampler == Sampler.SDE ? schedule.alphaBar(t) : schedule.alphaBar(first));
  }

  /**
   * Where all data are one point c, the noise is known exactly: with any number of steps the
   * discrete ways keep to what the noise would have been at each, and end at c.
   */
  @Property(tries = 300, seed = "71")
  void discretePathsCompose(
      @ForAll boolean ancestral,
      @ForAll Form form,
      @ForAll @IntRange(min = 4, max = 200) int all,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double t,
      @ForAll @DoubleRange(min = 0, max = 1) double share) {
    NoiseSchedule schedule = new NoiseSchedule(form, all);
    Sampler sampler = ancestral ? Sampler.DDPM : Sampler.DDIM;
    int first = Math.max(1, (int) Math.round(t * all));
    List<ReverseStep> path = sampler.steps(schedule, t, 1 + (int) (share * (first - 1)));
    double c = 0.6;
    double start = sampler.signal(schedule, t);
    double mean = Math.sqrt(start) * c;
    double variance = 1 - start;
    for (int i = 0; i < path.size(); i++) {
      ReverseStep step = path.get(i);
      double now = signal(schedule, (int) step.step() + 1);
      // ε(x) = (x - √ᾱ c) / √(1-ᾱ)
      double gain = step.kept() + step.noise() / Math.sqrt(1 - now);
      mean = gain * mean - step.noise() * Math.sqrt(now) * c / Math.sqrt(1 - now);
      variance = gain * gain * variance + step.deviation() * step.deviation();
      double next = i + 1 < path.size() ? signal(schedule, (int) path.get(i + 1).step() + 1) : 1;
      assertThat(mean).isCloseTo(Math.sqrt(next) * c, within(1e-9));
      assertThat(variance).isCloseTo(1 - next, within(1e-9));
    }
  }

  @ParameterizedTest
  @EnumSource
  void valuesOutOfTheirRangesAreRefused(Sampler sampler) {
    for (double t : new double[] {0, 1, -0.1, 1.5, Double.NaN}) {
      assertThatThrownBy(() -> sampler.steps(LINEAR, t, 1))
          .isInstanceOf(BadInputException.class)
          .hasMessage(
              "the time t of the noise must lie between 0 and 1, both excluded, not be " + t);
    }
    for (int steps : new int[] {0, -3, 100_001}) {
      assertThatThrownBy(() -> sampler.steps(LINEAR, 0.1, steps))
          .isInstanceOf(BadInputException.class)
          .hasMessage("the way back wants from 1 to 100,000 steps, not %,d".formatted(steps));
    }
  }

  @Test
  void discreteWaysHaveNoMoreStepsThanTheSchedule() {
    for (Sampler sampler : List.of(Sampler.DDPM, Sampler.DDIM)) {
      assertThat(sampler.steps(LINEAR, 0.1, 20)).hasSize(20);
      assertThatThrownBy(() -> sampler.steps(LINEAR, 0.1, 21))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("21 steps back from t = 0.1 are more than the 20 steps");
    }
    assertThat(Sampler.SDE.steps(LINEAR, 0.1, 21)).hasSize(21);
  }

  @Test
  void samplersAreNamed() {
    for (Sampler sampler : Sampler.values()) {
      assertThat(Sampler.named(sampler.text())).isEqualTo(sampler);
    }
    assertThatThrownBy(() -> Sampler.named("ddmp"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("sampler", "ddmp", "ddpm");
  }
}
