package dev.redoubt.purify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NonLocalMeansTest {
  private static final int CHANNELS = 3;
  private static final int HEIGHT = 5;
  private static final int WIDTH = 6;
  private static final InputSpec IMAGE = InputSpec.image(CHANNELS, HEIGHT, WIDTH);

  private static double at(double[] values, int row, int channel, int y, int x) {
    return Pictures.at(values, row * CHANNELS + channel, HEIGHT, WIDTH, y, x);
  }

  /** Pixel by pixel, and for each all others in its window, and for each all of the two patches. */
  private static double[] direct(double[] values, int search, int patch, double strength) {
    double[] output = new double[values.length];
    for (int i = 0; i < output.length; i++) {
      int x = i % WIDTH;
      int y = i / WIDTH % HEIGHT;
      int channel = i / (WIDTH * HEIGHT) % CHANNELS;
      int row = i / IMAGE.features();
      double sum = 0;
      double total = 0;
      for (int down = y - search / 2; down <= y + search / 2; down++) {
        for (int across = x - search / 2; across <= x + search / 2; across++) {
          double distance =
              distance(values, row, new int[] {y, x}, new int[] {down, across}, patch);
          double weight = Math.exp(-distance / (strength * strength));
          sum += weight * at(values, row, channel, down, across);
          total += weight;
        }
      }
      output[i] = sum / total;
    }
    return output;
  }

  private static double distance(double[] values, int row, int[] p, int[] q, int patch) {
    double sum = 0;
    for (int channel = 0; channel < CHANNELS; channel++) {
      for (int dy = -(patch / 2); dy <= patch / 2; dy++) {
        for (int dx = -(patch / 2); dx <= patch / 2; dx++) {
          double off =
              at(values, row, channel, p[0] + dy, p[1] + dx)
                  - at(values, row, channel, q[0] + dy, q[1] + dx);
          sum += off * off;
        }
      }
    }
    return sum / (CHANNELS * patch * patch);
  }

  @ParameterizedTest
  @CsvSource({"5, 3, .15", "3, 1, .1", "1, 3, .1", "9, 5, .3", "3, 11, .2"})
  void meanByLikenessOfPatches(int search, int patch, double strength) {
    double[] values = Pictures.values(2 * IMAGE.features(), WIDTH, 1);
    assertThat(Pictures.applied(new NonLocalMeans(search, patch, strength, IMAGE), values))
        .containsExactly(direct(values, search, patch, strength), within(1e-12));
  }

  @Test
  void declaresWhatItIs() {
    NonLocalMeans nlm = new NonLocalMeans(11, 3, .1, IMAGE);
    assertThat(nlm.name()).isEqualTo("nlm");
    assertThat(nlm.settings()).isEqualTo(Map.of("search", 11, "patch", 3, "strength", .1));
    assertThat(nlm.declares()).isEqualTo(Declaration.PLAIN);
  }

  @Test
  void refusesWhatItCanNotDo() {
    for (int search : List.of(-1, 0, 4, 23)) {
      assertThatThrownBy(() -> new NonLocalMeans(search, 3, .1, IMAGE))
          .isInstanceOf(BadInputException.class)
          .hasMessage("nlm wants search windows of odd size from 1 to 21, not " + search);
    }
    for (int patch : List.of(0, 2, 13)) {
      assertThatThrownBy(() -> new NonLocalMeans(5, patch, .1, IMAGE))
          .isInstanceOf(BadInputException.class)
          .hasMessage("nlm wants patches of odd size from 1 to 11, not " + patch);
    }
    for (double strength : new double[] {0, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new NonLocalMeans(5, 3, strength, IMAGE))
          .isInstanceOf(BadInputException.class)
          .hasMessage("nlm wants a positive, finite strength, not " + strength);
    }
  }
}
