package dev.redoubt.purify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MedianFilterTest {
  private static double[] direct(double[] values, int planes, int height, int width, int size) {
    double[] output = new double[values.length];
    for (int plane = 0; plane < planes; plane++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double[] window = new double[size * size];
          for (int i = 0; i < window.length; i++) {
            int down = y - size / 2 + i / size;
            int across = x - size / 2 + i % size;
            window[i] = Pictures.at(values, plane, height, width, down, across);
          }
          Arrays.sort(window);
          output[(plane * height + y) * width + x] = window[(window.length - 1) / 2];
        }
      }
    }
    return output;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 15})
  void medianOfEachWindow(int size) {
    MedianFilter median = new MedianFilter(size, InputSpec.image(2, 7, 6));
    double[] values = Pictures.values(3 * 2 * 7 * 6, 6, 1);
    double[] levels = Arrays.stream(values).map(v -> Math.rint(4 * v) / 4 + 0.).toArray();
    assertThat(Pictures.applied(median, values)).isEqualTo(direct(values, 6, 7, 6, size));
    assertThat(Pictures.applied(median, levels)).isEqualTo(direct(levels, 6, 7, 6, size));
  }

  /** More than are looked at in one go. */
  @Test
  void largeBatchesAreDoneInParts() {
    MedianFilter median = new MedianFilter(3, InputSpec.image(1, 64, 64));
    double[] values = Pictures.values(60 * 64 * 64, 64, 2);
    double[] output = Pictures.applied(median, values);
    double[] last = Arrays.copyOfRange(values, 59 * 64 * 64, 60 * 64 * 64);
    assertThat(output).hasSameSizeAs(values);
    assertThat(Arrays.copyOfRange(output, 59 * 64 * 64, 60 * 64 * 64))
        .isEqualTo(direct(last, 1, 64, 64, 3));
  }

  /** A plateau of ones beside zeros: where the filter changes nothing, it is the identity. */
  @Test
  void ofEqualValuesTheNearestHasTheDerivative() {
    MedianFilter median = new MedianFilter(3, InputSpec.image(1, 6, 6));
    float[] pixels = new float[36];
    for (int i = 0; i < 36; i++) {
      pixels[i] = i % 6 < 3 ? 0 : 1;
    }
    Scope.run(
        () -> {
          Tensor x = Autograd.variable(Tensors.of(pixels, 1, 1, 6, 6));
          Tensor y = median.apply(x, Draws.NONE);
          assertThat(y.floats()).isEqualTo(pixels);
          Tensor weights = Pictures.batch(median, Pictures.values(36, 6, 3)).to(DType.FLOAT32);
          assertThat(Autograd.grad(Reductions.sum(y.times(weights)), x).floats())
              .isEqualTo(weights.floats());
        });
  }

  @Test
  void declaresWhatItIs() {
    MedianFilter median = new MedianFilter(3, InputSpec.image(1, 6, 6));
    assertThat(median.name()).isEqualTo("median");
    assertThat(median.settings()).isEqualTo(Map.of("size", 3));
    assertThat(median.declares()).isEqualTo(Declaration.PLAIN);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16})
  void refusesOtherSizes(int size) {
    assertThatThrownBy(() -> new MedianFilter(size, InputSpec.image(1, 6, 6)))
        .isInstanceOf(BadInputException.class)
        .hasMessage("median wants windows of size 2 to 15, not " + size);
  }
}
