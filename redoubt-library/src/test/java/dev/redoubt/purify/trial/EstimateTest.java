package dev.redoubt.purify.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.evaluate.WilsonInterval;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Intervals of shares of samples, and of means of their chances. */
final class EstimateTest {
  private static double[] chances(int n, double... values) {
    double[] all = new double[n];
    Arrays.setAll(all, i -> values[i % values.length]);
    return all;
  }

  private static void assertWilson(Estimate estimate, double value, int n) {
    WilsonInterval wilson = WilsonInterval.of(value, n);
    assertThat(estimate.value()).isCloseTo(value, within(1e-12));
    assertThat(estimate.low()).isCloseTo(wilson.low(), within(1e-12));
    assertThat(estimate.high()).isCloseTo(wilson.high(), within(1e-12));
  }

  /** Chances .4 and .8 have the deviation .2, times n / (n - 1) under the root. */
  @Test
  void meansHaveStandardErrorsOverSamples() {
    Estimate estimate = Estimate.mean(chances(100, .4, .8));
    double half = 1.959963984540054 * .2 * Math.sqrt(100 / 99.0) / 10;

    assertThat(estimate.value()).isCloseTo(.6, within(1e-12));
    assertThat(estimate.low()).isCloseTo(.6 - half, within(1e-9));
    assertThat(estimate.high()).isCloseTo(.6 + half, within(1e-9));
  }

  @Test
  void certainAnswersAreShares() {
    assertWilson(Estimate.mean(chances(40, 0, 1)), .5, 40);
    assertWilson(Estimate.share(20, 40), .5, 40);
  }

  /** One vote of 20 on one sample of 8 is no reason to be sure of the others. */
  @Test
  void nearTheEdgeIntervalsDoNotShrink() {
    assertWilson(Estimate.mean(chances(8, .05, 0, 0, 0, 0, 0, 0, 0)), .05 / 8, 8);
    assertWilson(Estimate.mean(chances(8, 1, 1, .95, 1, 1, 1, 1, 1)), 1 - .05 / 8, 8);
    assertThat(Estimate.mean(chances(8, .99)).low()).isLessThan(.7);
  }
}
