package dev.redoubt.purify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianBlurTest {
  private static final int PLANES = 4;
  private static final int HEIGHT = 5;
  private static final int WIDTH = 8;

  /** In both directions at once, out to four deviations. */
  private static double[] direct(double[] values, double sigma) {
    int reach = (int) Math.round(4 * sigma);
    double[] output = new double[values.length];
    for (int i = 0; i < output.length; i++) {
      int y = i / WIDTH % HEIGHT;
      int x = i % WIDTH;
      double sum = 0;
      double total = 0;
      for (int down = -reach; down <= reach; down++) {
        for (int across = -reach; across <= reach; across++) {
          double weight = Math.exp(-(down * down + across * across) / (2 * sigma * sigma));
          int plane = i / (HEIGHT * WIDTH);
          sum += weight * Pictures.at(values, plane, HEIGHT, WIDTH, y + down, x + across);
          total += weight;
        }
      }
      output[i] = sum / total;
    }
    return output;
  }

  @ParameterizedTest
  @ValueSource(doubles = {.1, .5, 1, 3.3})
  void weightedMeanOfAllAround(double sigma) {
    GaussianBlur blur = new GaussianBlur(sigma, InputSpec.image(2, HEIGHT, WIDTH));
    double[] values = Pictures.values(PLANES * HEIGHT * WIDTH, WIDTH, 1);
    assertThat(Pictures.applied(blur, values))
        .containsExactly(direct(values, sigma), within(1e-12));
  }

  /** What a mirrored edge takes from a pixel it gives to another. */
  @Test
  void meanStays() {
    GaussianBlur blur = new GaussianBlur(GaussianBlur.MOST, InputSpec.image(1, HEIGHT, WIDTH));
    double[] values = Pictures.values(HEIGHT * WIDTH, WIDTH, 2);
    double mean = Arrays.stream(values).average().orElseThrow();
    double[] output = Pictures.applied(blur, values);
    assertThat(Arrays.stream(output).average().orElseThrow()).isCloseTo(mean, within(1e-12));
    assertThat(output).contains(new double[] {mean}, within(1e-3));
  }

  @Test
  void declaresWhatItIs() {
    GaussianBlur blur = new GaussianBlur(1, InputSpec.image(1, 6, 6));
    assertThat(blur.name()).isEqualTo("gaussian");
    assertThat(blur.settings()).isEqualTo(Map.of("sigma", 1.));
    assertThat(blur.declares()).isEqualTo(Declaration.PLAIN);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 100.5, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesOtherDeviations(double sigma) {
    assertThatThrownBy(() -> new GaussianBlur(sigma, InputSpec.image(1, 6, 6)))
        .isInstanceOf(BadInputException.class)
        .hasMessage("gaussian wants a positive deviation of at most 100 pixels, not " + sigma);
  }
}
