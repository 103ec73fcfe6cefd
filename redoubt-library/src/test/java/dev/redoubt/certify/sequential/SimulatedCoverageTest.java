package dev.redoubt.certify.sequential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A million simulated inputs right at a threshold: false bounds are as rare as promised. */
final class SimulatedCoverageTest {
  private static final int INPUTS = 1_000_000;
  private static final double ALPHA = 0.001;
  private static final double BETA = 0.01;

  /** Half the length of an interval that the share misses once in a million times. */
  private static final double HALF = 4.9 * Math.sqrt(ALPHA / INPUTS);

  /** A test, a probability, and which share of alpha it spends at least. */
  record Case(SequentialTest test, double p, double spends) {}

  static Stream<Case> cases() {
    return DoubleStream.of(0, 1, 2)
        .map(NormalDistribution.of(0, 1)::cumulativeProbability)
        .boxed()
        .flatMap(
            p ->
                Stream.of(
                    new Case(
                        new GroupSequentialTest(List.of(p), ALPHA, BETA, Looks.growing(100_000)),
                        p,
                        0.95),
                    new Case(
                        new EProcessTest(List.of(p), ALPHA, BETA, Looks.growing(100_000)), p, 0.1),
                    new Case(
                        new ConfidenceSequence(ALPHA, BETA, Looks.growing(20_000), x -> x, 1e-9, 1),
                        p,
                        0.1),
                    new Case(new CurtailedTest(List.of(p), 2_000, ALPHA), p, 0.5)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void falseBoundsAreRare(Case one) {
    int[] boundary = boundary(one.test(), one.p());
    BinomialSteps steps =
        new BinomialSteps(one.test(), one.p(), RandomSource.XO_SHI_RO_256_PP.create(7L));
    int wrong = 0;
    for (int i = 0; i < INPUTS; i++) {
      wrong += steps.reaches(boundary) ? 1 : 0;
    }
    assertThat(wrong / (double) INPUTS).isBetween(one.spends() * ALPHA - HALF, ALPHA + HALF);
  }

  /** The least count at each look that gives a bound of p or more, found by halving. */
  private static int[] boundary(SequentialTest test, double p) {
    int[] looks = BinomialSteps.looks(test);
    int[] boundary = new int[looks.length];
    for (int k = 0; k < looks.length; k++) {
      int no = -1;
      int yes = looks[k] + 1;
      while (yes - no > 1) {
        int middle = (no + yes) >>> 1;
        double bound = test.lowerBound(middle, looks[k]);
        if (bound > 0 && bound >= p) {
          yes = middle;
        } else {
          no = middle;
        }
      }
      boundary[k] = yes;
    }
    return boundary;
  }
}
