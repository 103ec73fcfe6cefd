package dev.redoubt.model.onnx;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pooling with all its paddings, roundings and ways to count. */
class PoolingConformanceTest {
  static Stream<OperatorCase> cases() {
    return OperatorCase.table(
        """
        7,8,11,12,21 | 2,7,8 | y = MaxPool x kernel_shape=[2,3]
        7,8,12 | 2,7,8 | y = MaxPool x kernel_shape=[3,3] strides=[2,2] pads=[1,1,1,1]
        8,12 | 2,7,8 | y = MaxPool x kernel_shape=[3,3] strides=[2,2] pads=[0,1,2,0]
        10,12 | 2,7,8 | y = MaxPool x kernel_shape=[2,2] strides=[2,2] ceil_mode=1
        10,12 | 2,8,9 | y = MaxPool x kernel_shape=[3,3] strides=[2,3] pads=[1,1,1,1] ceil_mode=1
        12 | 2,8,9 | y = MaxPool x kernel_shape=[3,2] strides=[3,4] pads=[1,0,0,1] ceil_mode=1
        12 | 2,7,7 | y = MaxPool x kernel_shape=[2,2] strides=[3,3] ceil_mode=1
        10,12 | 2,9,9 | y = MaxPool x kernel_shape=[3,2] dilations=[2,3]
        12 | 2,9,9 | y = MaxPool x kernel_shape=[3,3] dilations=[2,2] pads=[2,2,2,2] strides=[2,2]
        7,12 | 2,7,8 | y = MaxPool x kernel_shape=[3,3] strides=[2,2] auto_pad=SAME_UPPER
        7,12 | 2,7,8 | y = MaxPool x kernel_shape=[2,2] strides=[2,3] auto_pad=SAME_LOWER
        7,12 | 2,7,8 | y = MaxPool x kernel_shape=[3,3] strides=[2,2] auto_pad=VALID
        7,12 | 2,9 | y = MaxPool x kernel_shape=[3] strides=[2] pads=[1,1]
        12 | 2,9 | y = MaxPool x kernel_shape=[3] dilations=[2] pads=[0,2] ceil_mode=1
        8,12 | 2,7,8 | y places = MaxPool x kernel_shape=[2,2]
        7,10,11,19,21 | 2,7,8 | y = AveragePool x kernel_shape=[2,3]
        7,10,11,19 | 2,7,8 | y = AveragePool x kernel_shape=[3,3] strides=[2,2] pads=[1,1,1,1]
        7,11,19 | 2,7,8 | y = AveragePool x kernel_shape=[3,3] strides=[2,2] pads=[1,1,1,1] count_include_pad=1
        7,11,19 | 2,7,8 | y = AveragePool x kernel_shape=[3,3] strides=[2,2] pads=[0,1,2,0]
        7,11,19 | 2,7,8 | y = AveragePool x kernel_shape=[3,3] strides=[2,2] pads=[0,1,2,0] count_include_pad=1
        10,11,19 | 2,7,8 | y = AveragePool x kernel_shape=[2,2] strides=[2,2] ceil_mode=1
        10,11,19 | 2,8,9 | y = AveragePool x kernel_shape=[3,3] strides=[2,3] pads=[1,1,1,1] ceil_mode=1
        19 | 2,8,9 | y = AveragePool x kernel_shape=[3,3] strides=[2,2] pads=[1,1,1,1] ceil_mode=1 count_include_pad=1
        19 | 2,7,7 | y = AveragePool x kernel_shape=[2,2] strides=[3,3] ceil_mode=1
        11,19 | 2,8,9 | y = AveragePool x kernel_shape=[3,3] strides=[2,2] pads=[0,1,1,0] ceil_mode=1
        7,11,19 | 2,7,8 | y = AveragePool x kernel_shape=[3,3] strides=[2,2] auto_pad=SAME_UPPER
        7,11,19 | 2,7,8 | y = AveragePool x kernel_shape=[2,2] strides=[2,3] auto_pad=SAME_LOWER
        7,11,19 | 2,7,8 | y = AveragePool x kernel_shape=[3,3] strides=[2,2] auto_pad=VALID
        19 | 2,7,8 | y = AveragePool x kernel_shape=[3,3] auto_pad=SAME_UPPER count_include_pad=1
        7,11,19 | 2,9 | y = AveragePool x kernel_shape=[3] strides=[2] pads=[1,1]
        11,19 | 2,9 | y = AveragePool x kernel_shape=[4] strides=[2] pads=[0,1] count_include_pad=1
        19,21 | 2,9,9 | y = AveragePool x kernel_shape=[3,2] dilations=[2,3]
        19,21 | 2,9,9 | y = AveragePool x kernel_shape=[3,3] dilations=[2,2] pads=[1,1,1,1]
        19,21 | 2,9,9 | y = AveragePool x kernel_shape=[3,3] dilations=[2,2] pads=[1,2,0,1] strides=[2,2] count_include_pad=1
        19 | 2,9 | y = AveragePool x kernel_shape=[3] dilations=[2] pads=[1,0]
        7,21 | 2,7,8 | y = GlobalAveragePool x
        7,21 | 2,7,8 | y = GlobalMaxPool x
        7 | 2,7 | y = GlobalAveragePool x
        7 | 2,7 | y = GlobalMaxPool x
        7 | 2,3,4,5 | y = GlobalAveragePool x
        """);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void logitsAreThoseOfOnnxRuntime(OperatorCase one) throws Exception {
    one.agreesWithOnnxRuntime();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientIsThatOfDifferences(OperatorCase one) throws Exception {
    one.hasTheGradientOfDifferences();
  }
}
