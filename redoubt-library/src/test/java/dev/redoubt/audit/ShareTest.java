package dev.redoubt.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class ShareTest {
  /** The chance of at most so many successes. */
  private static double atMost(int some, int n, double p) {
    double sum = 0;
    for (int k = 0; k <= some; k++) {
      double term = 1;
      for (int i = 0; i < k; i++) {
        term *= (n - i) / (double) (k - i) * p;
      }
      sum += term * Math.pow(1 - p, n - k);
    }
    return sum;
  }

  @Test
  void closedFormsWhereNoneOrAllAre() {
    for (int n : new int[] {1, 7, 500}) {
      assertThat(Share.of(0, n).low()).isZero();
      assertThat(Share.of(0, n).high()).isCloseTo(1 - Math.pow(.025, 1.0 / n), within(1e-9));
      assertThat(Share.of(n, n).high()).isEqualTo(1);
      assertThat(Share.of(n, n).low()).isCloseTo(Math.pow(.025, 1.0 / n), within(1e-9));
      assertThat(Share.lower(n, n, .05)).isCloseTo(Math.pow(.05, 1.0 / n), within(1e-9));
      assertThat(Share.upper(0, n, .01)).isCloseTo(1 - Math.pow(.01, 1.0 / n), within(1e-9));
    }
  }

  /** At the ends what was seen, or more extreme, has just the probability that is missed. */
  @Property(seed = "4", tries = 200)
  void endsAreThoseOfTheBinomialTails(
      @ForAll @IntRange(min = 2, max = 40) int n,
      @ForAll @DoubleRange(min = 0, max = 1) double where,
      @ForAll @DoubleRange(min = .01, max = .2) double alpha) {
    int some = 1 + (int) (where * (n - 2));
    double upper = Share.upper(some, n, alpha);
    double lower = Share.lower(some, n, alpha);
    assertThat(atMost(some, n, upper)).isCloseTo(alpha, within(1e-7));
    assertThat(1 - atMost(some - 1, n, lower)).isCloseTo(alpha, within(1e-7));
    Share share = Share.of(some, n);
    assertThat(share.estimate()).isEqualTo((double) some / n);
    assertThat(share.low()).isEqualTo(Share.lower(some, n, .025));
    assertThat(share.high()).isEqualTo(Share.upper(some, n, .025));
    assertThat(share.low()).isLessThan(share.estimate());
    assertThat(share.high()).isGreaterThan(share.estimate());
  }
}
