package dev.redoubt.certify.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bound of Cohen et al., against its definition as a sum of binomial probabilities. */
final class ClopperPearsonTest {
  /** {@code P(X ≥ k)}, summed in logarithms from factorials: no beta function is involved. */
  private static double atLeast(int k, int n, double p) {
    double[] logFactorial = new double[n + 1];
    for (int i = 1; i <= n; i++) {
      logFactorial[i] = logFactorial[i - 1] + Math.log(i);
    }
    double sum = 0;
    for (int i = n; i >= k; i--) {
      sum +=
          Math.exp(
              logFactorial[n]
                  - logFactorial[i]
                  - logFactorial[n - i]
                  + i * Math.log(p)
                  + (n - i) * Math.log1p(-p));
    }
    return sum;
  }

  /** The p at which so many successes have probability alpha, by bisection. */
  private static double bisected(int k, int n, double alpha) {
    double low = 0;
    double high = 1;
    for (int i = 0; i < 80; i++) {
      double middle = (low + high) / 2;
      if (atLeast(k, n, middle) < alpha) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 10, .001",
    "5, 10, .001",
    "9, 10, .05",
    "60, 100, .001",
    "99, 100, .001",
    "640, 1000, .001",
    "999, 1000, .001",
    "51000, 100000, .001",
    "99000, 100000, .001",
    "99999, 100000, .001",
    "60000, 100000, .0000001",
    "3, 100000, .001"
  })
  void theLowerBoundIsTheProbabilityThatItIsDefinedBy(int k, int n, double alpha) {
    assertThat(ClopperPearson.lower(k, n, alpha)).isCloseTo(bisected(k, n, alpha), within(2e-9));
  }

  @Test
  void theEndsAreThoseOfCohensCode() {
    assertThat(ClopperPearson.lower(0, 100, 0.001)).isZero();
    assertThat(ClopperPearson.lower(100_000, 100_000, 0.001))
        .isCloseTo(Math.pow(0.001, 1e-5), within(1e-15));
    assertThat(ClopperPearson.upper(0, 50, 0.025))
        .isCloseTo(1 - Math.pow(0.025, 1 / 50.0), within(1e-15));
    // Both sides of statsmodels' proportion_confint(7, 20, method="beta").
    ClopperPearson interval = ClopperPearson.interval(7, 20, 0.05);
    assertThat(interval.low()).isCloseTo(0.15390925, within(1e-7));
    assertThat(interval.high()).isCloseTo(0.59218850, within(1e-7));
  }

  @Property(tries = 300)
  void moreSuccessesOrALooserLevelRaiseTheBound(
      @ForAll @IntRange(min = 1, max = 3_000) int n,
      @ForAll @IntRange(min = 0, max = 2_999) int k) {
    int successes = k % n;
    double bound = ClopperPearson.lower(successes, n, 0.001);
    assertThat(bound).isLessThan(ClopperPearson.lower(successes + 1, n, 0.001));
    assertThat(bound).isLessThanOrEqualTo(ClopperPearson.lower(successes, n, 0.01));
    assertThat(bound).isLessThanOrEqualTo(successes / (double) n);
  }
}
