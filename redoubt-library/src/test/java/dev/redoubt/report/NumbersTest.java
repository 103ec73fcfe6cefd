package dev.redoubt.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.evaluate.WilsonInterval;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NumbersTest {
  @Test
  void sharesNeverRoundToAllOrNothing() {
    assertThat(Numbers.percent(0.983)).isEqualTo("98.3\u00a0%");
    assertThat(Numbers.percent(0)).isEqualTo("0.0\u00a0%");
    assertThat(Numbers.percent(1)).isEqualTo("100.0\u00a0%");
    assertThat(Numbers.percent(0.9997)).isEqualTo("99.97\u00a0%");
    assertThat(Numbers.percent(0.0001)).isEqualTo("0.01\u00a0%");
    assertThat(Numbers.percent(1e-9)).isEqualTo("<0.001\u00a0%");
    assertThat(Numbers.percent(Double.NaN)).isEqualTo("–");
  }

  @Test
  void differencesAreInPoints() {
    assertThat(Numbers.points(0.32)).isEqualTo("32\u00a0points");
    assertThat(Numbers.points(0.0151)).isEqualTo("1.5\u00a0points");
    assertThat(Numbers.points(0.0103)).isEqualTo("1\u00a0point");
    assertThat(Numbers.points(0)).isEqualTo("0\u00a0points");
  }

  @Test
  void numbersKeepFourDigits() {
    assertThat(Numbers.number(0)).isEqualTo("0");
    assertThat(Numbers.number(0.3)).isEqualTo("0.3");
    assertThat(Numbers.number(8 / 255.0)).isEqualTo("0.0314");
    assertThat(Numbers.number(12.345)).isEqualTo("12.35");
    assertThat(Numbers.number(100)).isEqualTo("100");
    assertThat(Numbers.number(12345.6)).isEqualTo("12,346");
    assertThat(Numbers.number(1e-6)).isEqualTo("1.00e-06");
    assertThat(Numbers.number(Double.NaN)).isEqualTo("–");
  }

  @Test
  void durationsRoundToWhatMatters() {
    assertThat(Numbers.duration(0.423)).isEqualTo("0.42\u00a0s");
    assertThat(Numbers.duration(59.4)).isEqualTo("59.4\u00a0s");
    assertThat(Numbers.duration(59.7)).isEqualTo("1\u00a0min 00\u00a0s");
    assertThat(Numbers.duration(7620)).isEqualTo("2\u00a0h 07\u00a0min");
  }

  @Test
  void localeDoesNotMatter() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Numbers.count(1234567)).isEqualTo("1,234,567");
      assertThat(Numbers.percent(0.5)).isEqualTo("50.0\u00a0%");
      assertThat(Numbers.memory(1840)).isEqualTo("1.8\u00a0GB");
    } finally {
      Locale.setDefault(before);
    }
  }

  /** Ends of the interval as Newcombe (1998), table I, method 3 gives them. */
  @Test
  void wilsonAgreesWithPublishedIntervals() {
    WilsonInterval interval = WilsonInterval.of(81 / 263.0, 263);
    assertThat(interval.low()).isCloseTo(0.2553, within(5e-5));
    assertThat(interval.high()).isCloseTo(0.3662, within(5e-5));
    WilsonInterval none = WilsonInterval.of(0, 20);
    assertThat(none.low()).isZero();
    assertThat(none.high()).isCloseTo(0.1611, within(5e-5));
  }

  @Property
  void wilsonHoldsTheShare(
      @ForAll @DoubleRange(min = 0, max = 1) double share,
      @ForAll @IntRange(min = 1, max = 100_000) int n) {
    WilsonInterval interval = WilsonInterval.of(share, n);
    assertThat(interval.low()).isBetween(0.0, share + 1e-12);
    assertThat(interval.high()).isBetween(share - 1e-12, 1.0);
    assertThat(interval.low()).isLessThan(interval.high());
  }
}
