package dev.redoubt.certify.sequential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No test gives a false bound more often than it says, computed exactly. */
final class CoverageTest {
  private static final double ALPHA = 0.001;
  private static final double BETA = 0.01;
  private static final List<Double> GRID = thresholds(0, 0.5, 1, 1.5, 2, 2.5, 3);

  private static List<Double> thresholds(double... radii) {
    NormalDistribution normal = NormalDistribution.of(0, 1);
    return DoubleStream.of(radii).map(normal::cumulativeProbability).boxed().toList();
  }

  static Stream<SequentialTest> ofGrids() {
    return Stream.of(
        new GroupSequentialTest(GRID, ALPHA, BETA, Looks.growing(100_000)),
        new EProcessTest(GRID, ALPHA, BETA, Looks.growing(20_000)),
        new CurtailedTest(GRID, 10_000, ALPHA));
  }

  @ParameterizedTest
  @MethodSource("ofGrids")
  void noThresholdIsProvenFalselyMoreOftenThanAlpha(SequentialTest test) {
    for (double p : GRID) {
      assertThat(FalseBound.probability(test, p))
          .as("%s at %s", test, p)
          .isLessThanOrEqualTo(ALPHA);
    }
  }

  @Test
  void theGroupSequentialBoundarySpendsNearlyAllOfAlpha() {
    SequentialTest test = new GroupSequentialTest(GRID, ALPHA, BETA, Looks.growing(100_000));
    for (double p : GRID) {
      assertThat(FalseBound.probability(test, p)).isGreaterThan(0.93 * ALPHA);
    }
  }

  /** Between the thresholds and below them a false bound must not be more frequent either. */
  @ParameterizedTest
  @MethodSource("ofGrids")
  void noProbabilityBetweenThresholdsIsWorse(SequentialTest test) {
    for (double p : new double[] {0.3, 0.499, 0.6, 0.69, 0.75, 0.95, 0.9985}) {
      assertThat(FalseBound.probability(test, p)).isLessThanOrEqualTo(ALPHA);
    }
  }

  @Test
  void theConfidenceSequenceIsRarelyAboveAnyProbability() {
    SequentialTest test = new ConfidenceSequence(0.01, BETA, Looks.growing(4_000), p -> p, 1e-9, 1);
    for (double p : new double[] {0.2, 0.5, 0.51, 0.6, 0.8, 0.95, 0.99, 0.999}) {
      assertThat(FalseBound.probability(test, p)).as("at %s", p).isLessThanOrEqualTo(0.01);
    }
    assertThat(FalseBound.probability(test, 0.6)).isGreaterThan(0.0005);
  }

  @Test
  void theFixedNumberOfDrawsSpendsAlphaToTheNextCount() {
    SequentialTest test = new FixedSampleTest(1_000, ALPHA);
    for (double p : new double[] {0.5, 0.6, 0.9, 0.99}) {
      assertThat(FalseBound.probability(test, p)).isBetween(0.3 * ALPHA, ALPHA);
    }
  }

  /** On a fine grid raw boundaries cross each other: only their running maximum is sound. */
  @Test
  void theRunningMaximumMakesAFineGridSound() {
    Looks looks = Looks.growing(8_000);
    double[] radii = IntStream.range(0, 101).mapToDouble(i -> 1 + 0.002 * i).toArray();
    List<Double> fine = thresholds(radii);
    List<int[]> raw = fine.stream().map(p -> CrossingBoundary.of(p, looks.all(), ALPHA)).toList();
    long crossing =
        IntStream.range(1, raw.size())
            .filter(i -> !nowhereBelow(raw.get(i), raw.get(i - 1)))
            .count();
    assertThat(crossing).as("pairs of neighbours that cross").isGreaterThan(raw.size() / 4);
    SequentialTest test = new GroupSequentialTest(fine, ALPHA, BETA, looks);
    for (int i = 0; i < fine.size(); i += 5) {
      double between = i == 0 ? fine.get(0) : (fine.get(i) + fine.get(i - 1)) / 2;
      assertThat(FalseBound.probability(test, fine.get(i))).isLessThanOrEqualTo(ALPHA);
      assertThat(FalseBound.probability(test, between)).isLessThanOrEqualTo(ALPHA);
    }
  }

  private static boolean nowhereBelow(int[] upper, int[] lower) {
    return IntStream.range(0, upper.length).allMatch(k -> upper[k] >= lower[k]);
  }
}
