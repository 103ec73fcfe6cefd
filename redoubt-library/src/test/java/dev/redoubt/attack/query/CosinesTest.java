package dev.redoubt.attack.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.attack.Plane;
import dev.redoubt.tensor.RandomStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CosinesTest {
  private static float[] pattern(Cosines cosines, Plane plane, int index) {
    float[] pattern = new float[plane.features()];
    cosines.add(index, 1, pattern);
    return pattern;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource({"2, 3, 4, 1, 24", "2, 5, 4, .5, 12", "1, 1, 7, .3, 3", "3, 4, 4, .01, 3"})
  void patternsAreOrthonormal(int channels, int height, int width, double share, int count) {
    Plane plane = new Plane(channels, height, width);
    Cosines cosines = new Cosines(plane, share);
    assertThat(cosines.count()).isEqualTo(count);
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        double expected = i == j ? 1 : 0;
        assertThat(dot(pattern(cosines, plane, i), pattern(cosines, plane, j)))
            .isCloseTo(expected, within(1e-6));
      }
    }
  }

  /** Weights are those of the patterns, standard normal, and nothing is left over. */
  @Test
  void sumsAreOfThesePatternsWithGaussianWeights() {
    Plane plane = new Plane(2, 6, 8);
    Cosines cosines = new Cosines(plane, .5);
    RandomStream stream = RandomStream.of(1, 2, "");
    double squares = 0;
    for (int draw = 0; draw < 200; draw++) {
      float[] sum = new float[plane.features() + 1];
      sum[0] = 7;
      cosines.drawGaussian(stream, sum, 1);
      assertThat(sum[0]).isEqualTo(7);
      float[] drawn = Arrays.copyOfRange(sum, 1, sum.length);
      double length = dot(drawn, drawn);
      double within = 0;
      for (int i = 0; i < cosines.count(); i++) {
        double weight = dot(drawn, pattern(cosines, plane, i));
        within += weight * weight;
      }
      assertThat(within).isCloseTo(length, within(1e-4));
      squares += within / cosines.count() / 200;
    }
    // The mean of 4,800 squares of standard normal values deviates by .02.
    assertThat(squares).isCloseTo(1, within(.08));
  }
}
