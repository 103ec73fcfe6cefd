package dev.redoubt.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.tensor.RandomStream;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Thresholds from clean scores, and what can be said of their false-positive rates. */
final class CalibrationTest {
  private static final int RUNS = 20_000;

  private static double[] uniform(int n, RandomStream stream) {
    double[] scores = new double[n];
    Arrays.setAll(scores, i -> stream.uniform());
    return scores;
  }

  /** Of uniform scores, a threshold t has the false-positive rate 1 - t. */
  @ParameterizedTest
  @CsvSource({"0.05, 100", "0.05, 1000", "0.01, 300", "0.1, 37", "0.5, 9"})
  void theIntervalHoldsTheTrueRateAsOftenAsItSays(double fpr, int n) {
    RandomStream stream = RandomStream.of(3, -1, "calibration");
    int inside = 0;
    double sum = 0;
    for (int run = 0; run < RUNS; run++) {
      OperatingPoint point = new Calibration(uniform(n, stream)).at(fpr);
      double rate = 1 - point.threshold();
      sum += rate;
      inside += point.low() <= rate && rate <= point.high() ? 1 : 0;
    }
    assertThat(inside / (double) RUNS).isCloseTo(0.95, within(0.006));
    assertThat(sum / RUNS).isLessThan(fpr * 1.005).isGreaterThan(fpr - 1.2 / (n + 1));
  }

  /** With ties more clean inputs are accepted, never fewer. */
  @Test
  void tiesNeverRaiseTheRate() {
    RandomStream stream = RandomStream.of(4, -1, "ties");
    double sum = 0;
    for (int run = 0; run < RUNS; run++) {
      double[] scores = uniform(50, stream);
      for (int i = 0; i < scores.length; i++) {
        scores[i] = Math.floor(10 * scores[i]);
      }
      double threshold = new Calibration(scores).at(0.1).threshold();
      sum += (9 - threshold) / 10;
    }
    assertThat(sum / RUNS).isLessThanOrEqualTo(0.1);
  }

  @Property(tries = 200)
  void noMoreOfTheCalibrationItselfIsRejectedThanAsked(
      @ForAll @IntRange(min = 1, max = 400) int n,
      @ForAll @IntRange(min = 3, max = 900) int thousandths,
      @ForAll @IntRange(max = 1_000_000) int seed) {
    double fpr = thousandths / 1000.0;
    Calibration calibration = new Calibration(uniform(n, RandomStream.of(seed, -1, "own")));
    if (n < Calibration.needed(fpr)) {
      assertThatThrownBy(() -> calibration.at(fpr))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("at least %,d are needed".formatted(Calibration.needed(fpr)));
      return;
    }
    OperatingPoint point = calibration.at(fpr);
    long rejected = Arrays.stream(calibration.scores()).filter(s -> s > point.threshold()).count();
    assertThat(rejected).isLessThanOrEqualTo((long) Math.floor(fpr * (n + 1) + 1e-6));
    assertThat(point.low()).isLessThan(point.high());
  }

  @ParameterizedTest
  @CsvSource({"0.05, 19", "0.01, 99", "0.001, 999", "0.5, 1", "0.3, 3", "0.0001, 9999"})
  void aRateOfOneInKNeedsOneLessThanK(double fpr, int needed) {
    assertThat(Calibration.needed(fpr)).isEqualTo(needed);
    double[] scores = new double[needed];
    assertThat(new Calibration(scores).at(fpr).fpr()).isEqualTo(fpr);
    double[] fewer = new double[needed - 1];
    assertThatThrownBy(() -> new Calibration(fewer).at(fpr)).isInstanceOf(BadInputException.class);
  }

  @Test
  void refusesScoresAndRatesThatAreNone() {
    assertThatThrownBy(() -> new Calibration(new double[] {1, Double.NaN}))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("sample 1 is NaN");
    Calibration calibration = new Calibration(new double[] {1, 2, 3});
    for (double rate : new double[] {0, 1, -1, 5, Double.NaN}) {
      assertThatThrownBy(() -> calibration.at(rate))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("between 0 and 1");
    }
  }
}
