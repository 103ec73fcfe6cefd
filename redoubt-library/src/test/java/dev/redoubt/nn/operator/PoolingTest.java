package dev.redoubt.nn.operator;

import static dev.redoubt.nn.operator.Operators.assertSame;
import static dev.redoubt.nn.operator.Operators.floats;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.nn.Size;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pooling over windows, against ONNX Runtime. */
class PoolingTest {
  @ParameterizedTest
  @CsvSource({
    "3, 2, 0, 1, false",
    "3, 2, 0, 1, true",
    "3, 2, 1, 1, true",
    "2, 3, 1, 1, true",
    "2, 3, 0, 1, true",
    "3, 1, 1, 2, false",
    "3, 2, 2, 2, true",
    "3, 2, 2, 2, false",
    "3, 2, 2, 1, false",
    "3, 3, 2, 1, true",
    "2, 3, 1, 2, true",
    "5, 4, 4, 1, true",
  })
  void maximum(int kernel, int stride, int padding, int dilation, boolean ceil) {
    assertSame(
        new MaxPool2d(Size.of(kernel), Size.of(stride), Size.of(padding), Size.of(dilation), ceil),
        OnnxNode.of("MaxPool", 19)
            .set("kernel_shape", kernel, kernel)
            .set("strides", stride, stride)
            .set("pads", padding, padding, padding, padding)
            .set("dilations", dilation, dilation)
            .setInt("ceil_mode", ceil ? 1 : 0),
        List.of(floats(2, 3, 7, 8)));
  }

  @ParameterizedTest
  @CsvSource({
    "3, 2, 0, false, true",
    "3, 2, 0, true, true",
    "3, 2, 1, true, true",
    "3, 2, 1, true, false",
    "2, 3, 1, true, true",
    "2, 3, 1, true, false",
    "3, 1, 1, false, false",
  })
  void mean(int kernel, int stride, int padding, boolean ceil, boolean countPadding) {
    assertSame(
        new AvgPool2d(Size.of(kernel), Size.of(stride), Size.of(padding), ceil, countPadding),
        OnnxNode.of("AveragePool", 19)
            .set("kernel_shape", kernel, kernel)
            .set("strides", stride, stride)
            .set("pads", padding, padding, padding, padding)
            .setInt("count_include_pad", countPadding ? 1 : 0)
            .setInt("ceil_mode", ceil ? 1 : 0),
        List.of(floats(2, 3, 7, 8)));
  }

  @Test
  void meansOverMoreThanHalfAWindowOfPaddingAreRefused() {
    assertThatThrownBy(() -> new AvgPool2d(Size.of(3), Size.of(1), new Size(1, 2), false, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than half of the window");
  }
}
