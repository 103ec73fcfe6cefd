package dev.redoubt.certify.smoothing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Linf;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gaussian and uniform noise where a classifier's probability is known in closed form. */
class NoiseCertificatesTest {
  private static final int DRAWS = 40_000;

  /** Noise on zeros, {@link #DRAWS} rows of two values. */
  private static float[] noise(Smoothing smoothing) {
    long[] ids = LongStream.range(0, DRAWS).toArray();
    return Scope.value(
        () ->
            smoothing
                .randomize(Tensors.of(new float[2 * DRAWS], DRAWS, 2), new Draws(6, ids, "noise"))
                .floats());
  }

  /** The radius of a half-space is the distance to its plane. */
  @ParameterizedTest
  @ValueSource(doubles = {.05, .25, .6, 1.4})
  void gaussianRadiusOfAHalfSpaceIsTheDistanceToItsPlane(double distance) {
    GaussianSmoothing smoothing = new GaussianSmoothing(.5);
    float[] noise = noise(smoothing);
    int yes = 0;
    for (int row = 0; row < DRAWS; row++) {
      yes += .6 * noise[2 * row] + .8 * noise[2 * row + 1] < distance ? 1 : 0;
    }
    double exact = NormalDistribution.of(0, .5).cumulativeProbability(distance);

    assertThat(yes / (double) DRAWS).isCloseTo(exact, within(.01));
    assertThat(smoothing.radius(exact)).isCloseTo(distance, within(1e-12));
    assertThat(smoothing.probability(distance)).isCloseTo(exact, within(1e-12));
  }

  @Test
  void uniformNoiseIsFlatWithTheDeviationSigma() {
    double sigma = .3;
    float[] noise = noise(new UniformSmoothing(sigma));
    double lambda = Math.sqrt(3) * sigma;
    double squares = 0;
    for (float value : noise) {
      assertThat(Math.abs(value)).isLessThanOrEqualTo((float) lambda);
      squares += value * value / noise.length;
    }
    assertThat(Math.sqrt(squares)).isCloseTo(sigma, within(.003));
    for (int i = 1; i < 8; i++) {
      double end = -lambda + i * lambda / 4;
      double share = 0;
      for (float value : noise) {
        share += value < end ? 1.0 / noise.length : 0;
      }
      assertThat(share).isCloseTo(i / 8.0, within(.008));
    }
    double product = 0;
    for (int row = 0; row < DRAWS; row++) {
      product += noise[2 * row] * noise[2 * row + 1] / DRAWS;
    }
    assertThat(product).isCloseTo(0, within(.003));
  }

  /** A classifier that says yes at the far end of the noise loses all that a shift takes. */
  @ParameterizedTest
  @ValueSource(doubles = {.5001, .6, .75, .9, .999})
  void uniformRadiusIsThatOfTheWorstClassifierOnALine(double p) {
    UniformSmoothing smoothing = new UniformSmoothing(.7);
    double lambda = smoothing.halfWidth();
    double end = -lambda + 2 * lambda * p;
    double radius = smoothing.radius(p);

    assertThat(share(end, radius - 1e-9, lambda)).isGreaterThan(.5);
    assertThat(share(end, radius, lambda)).isCloseTo(.5, within(1e-12));
    assertThat(share(end, radius + 1e-9, lambda)).isLessThan(.5);
    assertThat(smoothing.probability(radius)).isCloseTo(p, within(1e-12));
  }

  /** The probability of [-∞, end] under noise around a point. */
  private static double share(double end, double point, double lambda) {
    return (end - (point - lambda)) / (2 * lambda);
  }

  /** In the plane, the classifier is the worst for the very shift; half of them go past it. */
  @Test
  void uniformRadiusHoldsForTheWorstClassifierInThePlane() {
    UniformSmoothing smoothing = new UniformSmoothing(1 / Math.sqrt(3));
    RandomStream stream = RandomStream.of(8, -1, "shifts");
    int broken = 0;
    for (int i = 0; i < 2000; i++) {
      double a = stream.uniform() * 1.2;
      double b = i % 10 == 0 ? 0 : stream.uniform() * (1.2 - a);
      // Squares of side 2; yes in all that only the first has, and in a share of what both have.
      double common = (2 - a) * (2 - b) / 4;
      double yes = stream.uniform() * common;
      double p = 1 - common + yes;
      if (p > .5 && a + b <= smoothing.radius(p)) {
        assertThat(yes).as("shift (%s, %s), p = %s", a, b, p).isGreaterThan(.5 - 1e-12);
      }
      if (b == 0 && p > .5) {
        assertThat(a < smoothing.radius(p)).isEqualTo(yes > .5);
      }
      broken += p > .5 && yes <= .5 ? 1 : 0;
    }
    assertThat(broken).isGreaterThan(500);
  }

  @Test
  void noProbabilityIsEnoughBeyondTheNoise() {
    UniformSmoothing smoothing = new UniformSmoothing(1);
    assertThat(smoothing.radius(1)).isEqualTo(smoothing.halfWidth());
    assertThat(smoothing.probability(2 * smoothing.halfWidth())).isEqualTo(1);
    assertThat(smoothing.radius(.4)).isZero();
    assertThat(smoothing.radius(.5)).isZero();
  }

  @Test
  void badSigmasAreOneSentence() {
    for (double sigma : List.of(0.0, -1.0, Double.NaN, Double.POSITIVE_INFINITY)) {
      assertThatThrownBy(() -> new UniformSmoothing(sigma))
          .isInstanceOf(BadInputException.class)
          .hasMessageContainingAll("sigma", String.valueOf(sigma));
    }
  }

  @Test
  void changesOfARowDoNotDependOnItsBatch() {
    List<Smoothing> all =
        List.of(
            new GaussianSmoothing(.3),
            new UniformSmoothing(.3),
            new Converted(new UniformSmoothing(.3), new Linf(), 12),
            new Ablation(2, List.of(2, 3, 2), .5),
            new Deletion(.7, List.of(2, 3, 2), .5));
    Scope.run(
        () -> {
          float[] x = new float[5 * 12];
          RandomStream.of(1, -1, "x").fillUniform(x, 0, x.length, 0, 1);
          Draws draws = new Draws(4, new long[] {9, 8, 7, 6, 5}, "noise");
          for (Smoothing smoothing : all) {
            float[] together = smoothing.randomize(Tensors.of(x, 5, 2, 3, 2), draws).floats();
            for (int row : new int[] {3, 0}) {
              float[] own = Arrays.copyOfRange(x, 12 * row, 12 * row + 12);
              assertThat(smoothing.randomize(Tensors.of(own, 1, 2, 3, 2), draws.rows(row)).floats())
                  .as(smoothing.name())
                  .isNotEqualTo(own)
                  .isEqualTo(Arrays.copyOfRange(together, 12 * row, 12 * row + 12));
            }
          }
        });
  }
}
