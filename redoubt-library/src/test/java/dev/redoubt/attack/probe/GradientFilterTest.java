package dev.redoubt.attack.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters of gradients, against sums over all pixels and all frequencies. */
class GradientFilterTest {
  private static final int HEIGHT = 6;
  private static final int WIDTH = 9;
  private static final int CHANNELS = 2;
  private static final double[] IMAGES = images();

  private static double[] images() {
    double[] values = new double[2 * CHANNELS * HEIGHT * WIDTH];
    Arrays.setAll(values, i -> Math.sin(i * i % 97));
    return values;
  }

  private static Tensor batch() {
    return Tensors.of(IMAGES, 2, CHANNELS, HEIGHT, WIDTH);
  }

  private static double[] filtered(GradientFilter... filters) {
    return Scope.value(
        () -> GradientFilter.over(List.of(filters), HEIGHT, WIDTH).apply(batch()).doubles());
  }

  /** The convolution with a two-dimensional kernel, zeros around the image. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 15})
  void smoothsByAConvolutionOfEachChannel(int size) {
    double[] kernel = new double[size * size];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        double sigma = size == 1 ? 1 : (size - 1) / 6.0;
        double square = Math.pow(i - size / 2, 2) + Math.pow(j - size / 2, 2);
        kernel[i * size + j] = Math.exp(-square / (2 * sigma * sigma));
        sum += kernel[i * size + j];
      }
    }
    double total = sum;
    double[] twice = new double[CHANNELS * kernel.length];
    Arrays.setAll(twice, i -> kernel[i % kernel.length] / total);
    double[] expected =
        Scope.value(
            () ->
                Neural.conv2d(
                        batch(),
                        Tensors.of(twice, CHANNELS, 1, size, size),
                        null,
                        new long[] {1, 1},
                        new long[] {size / 2, size / 2},
                        new long[] {1, 1},
                        CHANNELS)
                    .doubles());
    assertThat(filtered(new TranslationInvariant(size))).containsExactly(expected, within(1e-12));
  }

  /** Of 6 and 9 frequencies, {@code share} keeps so many: all others are zero afterwards. */
  @ParameterizedTest
  @CsvSource({"0.25, 2, 2", "0.5, 3, 5", "1, 6, 9", "0.01, 1, 1"})
  void keepsTheLowFrequenciesAndNoOthers(double share, int down, int across) {
    double[] before = coefficients(IMAGES);
    double[] after = coefficients(filtered(new LowFrequency(share)));
    for (int i = 0; i < before.length; i++) {
      boolean low = i / WIDTH % HEIGHT < down && i % WIDTH < across;
      assertThat(after[i]).as("coefficient %d", i).isCloseTo(low ? before[i] : 0, within(1e-12));
    }
  }

  /** Σ pixels · cosine · cosine, for each pair of frequencies. */
  private static double[] coefficients(double[] images) {
    double[] found = new double[images.length];
    int area = HEIGHT * WIDTH;
    for (int i = 0; i < found.length; i++) {
      int k = i / WIDTH % HEIGHT;
      int l = i % WIDTH;
      for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
          found[i] +=
              images[i / area * area + y * WIDTH + x]
                  * Math.cos(Math.PI * k * (2 * y + 1) / (2 * HEIGHT))
                  * Math.cos(Math.PI * l * (2 * x + 1) / (2 * WIDTH));
        }
      }
    }
    return found;
  }

  @Test
  void severalAreAppliedInTheirOrder() {
    GradientFilter smooth = new TranslationInvariant(3);
    GradientFilter low = new LowFrequency(0.5);
    double[] expected =
        Scope.value(
            () ->
                low.over(HEIGHT, WIDTH).apply(smooth.over(HEIGHT, WIDTH).apply(batch())).doubles());
    assertThat(filtered(smooth, low)).containsExactly(expected, within(1e-12));
    assertThat(filtered(low, smooth)[0]).isNotCloseTo(expected[0], within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, -3})
  void kernelsHaveAMiddle(int size) {
    assertThatThrownBy(() -> new TranslationInvariant(size))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "the kernel of translation-invariant gradients wants an odd size of at least 1, not "
                + size);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1.1, Double.NaN})
  void otherSharesAreRefused(double share) {
    assertThatThrownBy(() -> new LowFrequency(share))
        .isInstanceOf(BadInputException.class)
        .hasMessage("the share of low frequencies must lie above 0 and at most at 1, not " + share);
  }
}
