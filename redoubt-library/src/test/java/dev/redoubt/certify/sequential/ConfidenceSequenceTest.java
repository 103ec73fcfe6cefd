package dev.redoubt.certify.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The e-process and the bound that is read from it. */
final class ConfidenceSequenceTest {
  private static final Looks LOOKS = Looks.growing(100_000);
  private static final ConfidenceSequence SEQUENCE =
      new ConfidenceSequence(0.001, 0.01, LOOKS, p -> p, 0.02, 1);

  /** The mixture as an integral: arcsine weights above the threshold, substituted by sin². */
  private static double integrated(int successes, int draws, double threshold) {
    int steps = 200_000;
    double from = Math.asin(Math.sqrt(threshold));
    double width = (Math.PI / 2 - from) / steps;
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      double s = Math.sin(from + (i + 0.5) * width);
      double q = s * s;
      sum +=
          Math.exp(
              successes * Math.log(q / threshold)
                  + (draws - successes) * Math.log((1 - q) / (1 - threshold)));
    }
    return sum / steps;
  }

  @Test
  void theEvidenceIsTheMeanLikelihoodRatio() {
    for (int[] count : new int[][] {{0, 0}, {5, 5}, {20, 32}, {60, 64}, {300, 400}, {150, 400}}) {
      for (double threshold : new double[] {0.5, 0.7, 0.95}) {
        double log = EProcess.log(count[0], count[1], threshold);
        assertThat(log)
            .isCloseTo(
                Math.log(integrated(count[0], count[1], threshold)),
                within(1e-4 * (1 + Math.abs(log))));
      }
    }
  }

  /**
   * One more draw changes the evidence by nothing on average at p*. Where there is none, far below
   * the threshold, it is made of numbers too small for all their digits.
   */
  @Property(tries = 300)
  void theEvidenceIsAFairGameAtTheThreshold(
      @ForAll @IntRange(min = 1, max = 2_000) int draws,
      @ForAll @DoubleRange(min = 0, max = 1) double share,
      @ForAll @DoubleRange(min = 0.5, max = 0.99) double threshold) {
    int successes = (int) (share * draws);
    double now = EProcess.log(successes, draws, threshold);
    double after = Math.exp(EProcess.log(successes + 1, draws + 1, threshold) - now);
    double afterFailure = Math.exp(EProcess.log(successes, draws + 1, threshold) - now);
    if (now > 0) {
      assertThat(threshold * after + (1 - threshold) * afterFailure).isCloseTo(1, within(1e-9));
      assertThat(after).isGreaterThan(afterFailure);
    }
  }

  /** What its proof claims: where there is evidence enough, it falls in the threshold. */
  @Property(tries = 200)
  void allThresholdsUpToTheBoundAreRejectedAndNoneAbove(
      @ForAll @IntRange(min = 12, max = 100_000) int draws,
      @ForAll @DoubleRange(min = 0.5, max = 1) double share) {
    int successes = (int) Math.round(share * draws);
    double bound = SEQUENCE.lowerBound(successes, draws);
    double last = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 200; i++) {
      double threshold = 0.5 + 0.499 * i / 200;
      double log = EProcess.log(successes, draws, threshold);
      if (threshold <= bound) {
        assertThat(log).isGreaterThanOrEqualTo(Math.log(1000) - 1e-9).isLessThan(last);
      } else {
        assertThat(log).isLessThan(Math.log(1000) + 1e-9);
      }
      last = log;
    }
  }

  @Test
  void itStopsWhereItsWidthOrItsAimIsReached() {
    assertThat(SEQUENCE.finished(70, 100, SEQUENCE.lowerBound(70, 100))).isFalse();
    assertThat(SEQUENCE.finished(70_000, 100_000, SEQUENCE.lowerBound(70_000, 100_000))).isTrue();
    assertThat(SEQUENCE.finished(10, 100, 0)).as("nothing above one half is likely").isTrue();
    assertThat(new ConfidenceSequence(0.001, 0.01, LOOKS, p -> p, 1e-9, 0.9).finished(99, 100, 0.9))
        .isTrue();
    assertThat(SEQUENCE.lowerBound(51, 100)).isZero();
  }

  @Test
  void onAGridItProvesWhatTheSequenceProves() {
    List<Double> grid = List.of(0.5, 0.6, 0.7, 0.8, 0.9);
    SequentialTest test = new EProcessTest(grid, 0.001, 0.01, LOOKS);
    for (int successes = 0; successes <= 352; successes++) {
      double bound = SEQUENCE.lowerBound(successes, 352);
      double expected = grid.stream().filter(p -> p <= bound).reduce(0.0, (a, b) -> b);
      assertThat(test.lowerBound(successes, 352)).isEqualTo(expected);
    }
  }

  @Test
  void levelsThatItsProofDoesNotCoverAreRefused() {
    assertThatThrownBy(() -> new ConfidenceSequence(0.45, 0.01, LOOKS, p -> p, 0.01, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("(0, 0.4]");
    assertThatThrownBy(() -> new ConfidenceSequence(0.001, 0.01, LOOKS, p -> p, 0, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("width");
  }
}
