package dev.redoubt.certify.sequential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A million simulated inputs right at a threshold: false certificates are as rare as computed. */
final class SimulatedCoverageTest {
  private static final int INPUTS = 1_000_000;
  private static final double ALPHA = 0.001;

  /** Half the length of an interval that the share misses once in a million times. */
  private static final double HALF = 4.9 * Math.sqrt(ALPHA / INPUTS);

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 2})
  void groupSequential(double radius) {
    double p = NormalDistribution.of(0, 1).cumulativeProbability(radius);
    SequentialTest test = new GroupSequentialTest(List.of(p), ALPHA, 0.01, Looks.growing(20_000));
    assertThat(share(test, p)).isBetween(0.9 * ALPHA - HALF, ALPHA + HALF);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 2})
  void curtailed(double radius) {
    double p = NormalDistribution.of(0, 1).cumulativeProbability(radius);
    SequentialTest test = new CurtailedTest(List.of(p), 2_000, ALPHA);
    assertThat(share(test, p)).isBetween(0.5 * ALPHA - HALF, ALPHA + HALF);
  }

  private static double share(SequentialTest test, double p) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(7L);
    BinomialSteps steps = new BinomialSteps(test, p, random);
    int wrong = 0;
    for (int i = 0; i < INPUTS; i++) {
      wrong += steps.follow(test, true).proven() >= p ? 1 : 0;
    }
    return wrong / (double) INPUTS;
  }
}
