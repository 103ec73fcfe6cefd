package dev.redoubt.certify.sequential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/**
 * The savings on the published certification of Cohen's ResNet-110 on CIFAR-10 (σ = .25, 500
 * points): each point's probability is recovered from its radius and drawn from anew. Points that
 * were abstained on or certified with a wrong class are given probabilities that they may have had.
 */
final class PublishedSavingsTest {
  private static final String LOG =
      "smoothing/data/certify/cifar10/resnet110/noise_0.25/test/sigma_0.25";
  private static final double SIGMA = 0.25;
  private static final double ALPHA = 0.001;
  private static final int N = 100_000;
  private static final int ROUNDS = 300;

  /** Draws of the fixed-n procedure, its selection included. */
  private static final double FIXED = N + 100;

  /** The radius that n draws without a failure give; the log has larger ones. */
  private static final double LARGEST = 3.81 * SIGMA;

  private record Replay(double saving, List<Double> certified) {}

  @Test
  void oneRadius() throws IOException {
    Replay quarter = groupSequential(0.25);
    assertThat(quarter.saving()).isGreaterThan(70);
    assertThat(quarter.certified().get(0)).isBetween(0.600 - 0.002, 0.600 + 0.002);
    Replay half = groupSequential(0.5);
    assertThat(half.saving()).isGreaterThan(60);
    assertThat(half.certified().get(0)).isBetween(0.428 - 0.002, 0.428 + 0.002);
  }

  @Test
  void theWholeCurve() throws IOException {
    Replay curve = groupSequential(0.25, 0.5, 0.75);
    assertThat(curve.saving()).isGreaterThan(10);
    List<Double> radii = thresholds(0.25, 0.5, 0.75);
    Replay fixed = replay(radii, new CurtailedTest(radii, N, ALPHA));
    for (int i = 0; i < radii.size(); i++) {
      assertThat(curve.certified().get(i))
          .isBetween(fixed.certified().get(i) - 0.002, fixed.certified().get(i) + 0.002);
    }
  }

  @Test
  void theEProcessSavesNearlyAsMuchAndCurtailingLittle() throws IOException {
    List<Double> quarter = thresholds(0.25);
    Replay evidence =
        replay(quarter, new EProcessTest(quarter, ALPHA, 0.01, Looks.growing(100_000)));
    assertThat(evidence.saving()).isGreaterThan(55);
    assertThat(evidence.certified().get(0)).isBetween(0.598, 0.602);
    Replay curtailed = replay(quarter, new CurtailedTest(quarter, N, ALPHA));
    assertThat(curtailed.saving()).isBetween(1.3, 1.6);
    assertThat(curtailed.certified().get(0)).isBetween(0.598, 0.602);
  }

  private static List<Double> thresholds(double... radii) {
    NormalDistribution normal = NormalDistribution.of(0, SIGMA);
    return DoubleStream.of(radii).map(normal::cumulativeProbability).boxed().toList();
  }

  private static Replay groupSequential(double... radii) throws IOException {
    List<Double> thresholds = thresholds(radii);
    return replay(
        thresholds, new GroupSequentialTest(thresholds, ALPHA, 0.01, Looks.growing(100_000)));
  }

  private static Replay replay(List<Double> thresholds, SequentialTest test) throws IOException {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(11L);
    double draws = 0;
    double[] certified = new double[thresholds.size()];
    int streams = 0;
    for (double p : points(random)) {
      BinomialSteps steps = new BinomialSteps(test, p, random);
      for (int round = 0; round < ROUNDS; round++) {
        BinomialSteps.Outcome outcome = steps.follow(test);
        draws += outcome.draws();
        streams++;
        for (int i = 0; i < certified.length; i++) {
          certified[i] += outcome.proven() >= thresholds.get(i) ? 1 : 0;
        }
      }
    }
    for (int i = 0; i < certified.length; i++) {
      certified[i] /= streams;
    }
    return new Replay(FIXED * streams / draws, DoubleStream.of(certified).boxed().toList());
  }

  /** The probabilities of the labels. */
  private static List<Double> points(UniformRandomProvider random) throws IOException {
    Path log = SharedData.require(LOG);
    List<Double> points = new ArrayList<>();
    for (String line : Files.readAllLines(log).subList(1, 501)) {
      String[] cells = line.split("\t", -1);
      double radius = Double.parseDouble(cells[3]);
      boolean abstained = cells[2].equals("-1");
      boolean right = cells[4].equals("1");
      double p =
          right && !abstained
              ? recovered(radius)
              : abstained ? 0.2 + 0.3 * random.nextDouble() : 0.49 * random.nextDouble();
      points.add(p);
    }
    return points;
  }

  /** The share of successes whose lower bound gives the radius. */
  private static double recovered(double radius) {
    if (radius > LARGEST) {
      return 1;
    }
    double low = NormalDistribution.of(0, SIGMA).cumulativeProbability(radius);
    return BinomialDistribution.of(N, low).inverseSurvivalProbability(ALPHA) / (double) N;
  }
}
