package dev.redoubt.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Ten million values have the normal distribution, in the middle, at layer edges and in the tail.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GaussianSourceTest {
  private static final int N = 10_000_000;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private final float[] values = new float[N];

  @BeforeAll
  void draw() {
    for (int row = 0; row < 1_000; row++) {
      RandomStream.of(5, row, "test").fillGaussian(values, row * (N / 1_000), N / 1_000);
    }
  }

  /** Kolmogorov's bound is exceeded once in a million times. */
  @Test
  void theDistributionIsNormal() {
    float[] sorted = values.clone();
    Arrays.parallelSort(sorted);
    double largest = 0;
    for (int i = 0; i < N; i++) {
      double at = NORMAL.cumulativeProbability(sorted[i]);
      largest = Math.max(largest, Math.max((i + 1.0) / N - at, at - i / (double) N));
    }
    assertThat(largest).isLessThan(2.7 / Math.sqrt(N));
  }

  /** Narrow bins show what a wrong wedge or layer would do. */
  @Test
  void everyNarrowBinHasItsShare() {
    int bins = 4_000;
    double low = -4;
    int[] counts = new int[bins];
    for (float value : values) {
      int bin = (int) Math.floor((value - low) / 8 * bins);
      if (bin >= 0 && bin < bins) {
        counts[bin]++;
      }
    }
    double chiSquare = 0;
    for (int i = 0; i < bins; i++) {
      double expected = N * NORMAL.probability(low + 8.0 * i / bins, low + 8.0 * (i + 1) / bins);
      chiSquare += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    assertThat(chiSquare).isBetween(bins - 5 * Math.sqrt(2 * bins), bins + 5 * Math.sqrt(2 * bins));
  }

  @Test
  void bothTailsAreAsLongAsTheyShouldBe() {
    for (double from : new double[] {3.6541, 4, 4.5, 5}) {
      double expected = N * NORMAL.survivalProbability(from);
      double off = 5 * Math.sqrt(expected) + 5;
      assertThat((double) count(from)).as("above %s", from).isCloseTo(expected, within(off));
      assertThat((double) count(-from)).as("below -%s", from).isCloseTo(expected, within(off));
    }
  }

  private long count(double from) {
    long count = 0;
    for (float value : values) {
      count += from > 0 ? (value > from ? 1 : 0) : (value < from ? 1 : 0);
    }
    return count;
  }

  /** Both halves of a word make values: neighbours must know nothing of each other. */
  @Test
  void neighboursAreUncorrelatedInValueAndSize() {
    for (int lag : new int[] {1, 2, 3}) {
      double product = 0;
      double squares = 0;
      for (int i = lag; i < N; i++) {
        double a = values[i];
        double b = values[i - lag];
        product += a * b;
        squares += (a * a - 1) * (b * b - 1);
      }
      assertThat(product / N).as("lag %d", lag).isCloseTo(0, within(5 / Math.sqrt(N)));
      assertThat(squares / N).as("lag %d", lag).isCloseTo(0, within(10 / Math.sqrt(N)));
    }
  }

  @Test
  void anOddNumberFillsNoMoreThanItself() {
    float[] some = new float[7];
    RandomStream.of(1, 2, "odd").fillGaussian(some, 1, 5);
    assertThat(some[0]).isZero();
    assertThat(some[6]).isZero();
    assertThat(Arrays.copyOfRange(some, 1, 6)).doesNotContain(0f);
  }
}
