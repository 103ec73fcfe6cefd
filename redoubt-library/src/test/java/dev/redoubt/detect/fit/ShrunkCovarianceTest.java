package dev.redoubt.detect.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import org.junit.jupiter.api.Test;

class ShrunkCovarianceTest {
  private static double[][] samples(int n, double... deviations) {
    RandomStream stream = RandomStream.of(8, -1, "covariance");
    double[][] rows = new double[n][deviations.length];
    for (double[] row : rows) {
      double common = stream.gaussian();
      for (int i = 0; i < row.length; i++) {
        row[i] = deviations[i] * (stream.gaussian() + common);
      }
    }
    return rows;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Found(double[] matrix, double shrinkage) {}

  private static Found found(double[][] rows) {
    int d = rows[0].length;
    double[] mean = new double[d * d];
    double fourth = 0;
    for (double[] row : rows) {
      double length = 0;
      for (int i = 0; i < d; i++) {
        length += row[i] * row[i];
        for (int j = 0; j < d; j++) {
          mean[i * d + j] += row[i] * row[j] / rows.length;
        }
      }
      fourth += length * length / rows.length;
    }
    double fourthMean = fourth;
    return Scope.value(
        () -> {
          ShrunkCovariance shrunk =
              ShrunkCovariance.of(Tensors.of(mean, d, d), fourthMean, rows.length);
          return new Found(shrunk.matrix().doubles(), shrunk.shrinkage());
        });
  }

  /** The definitions of section 3.3, each sum written out. */
  @Test
  void agreesWithTheDefinitionsWrittenOut() {
    double[][] rows = samples(12, 1, 3, .5, 2);
    PlainStatistics.Shrunk expected = PlainStatistics.ledoitWolf(rows);
    Found found = found(rows);
    assertThat(expected.shrinkage()).isBetween(.05, .95);
    assertThat(found.shrinkage()).isCloseTo(expected.shrinkage(), within(1e-12));
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        assertThat(found.matrix()[i * 4 + j]).isCloseTo(expected.matrix()[i][j], within(1e-12));
      }
    }
  }

  @Test
  void manySamplesNeedLittleShrinkage() {
    assertThat(found(samples(20_000, 1, 3, .5, 2)).shrinkage()).isLessThan(.002);
  }

  @Test
  void oneDimensionHasNothingToShrink() {
    double[][] rows = samples(9, 2);
    assertThat(found(rows).matrix()[0])
        .isCloseTo(PlainStatistics.ledoitWolf(rows).matrix()[0][0], within(1e-12));
  }

  /** Two mirrored samples say that S is exact, though it has no inverse. */
  @Test
  void someIsAlwaysShrunk() {
    Found found = found(new double[][] {{1, 2}, {-1, -2}});
    assertThat(found.shrinkage()).isEqualTo(ShrunkCovariance.LEAST);
    double[] m = found.matrix();
    assertThat(m[0] * m[3] - m[1] * m[2]).isPositive();
  }
}
