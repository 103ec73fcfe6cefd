package dev.redoubt.model.onnx;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions and transposed convolutions of one and two dimensions with all their paddings. */
class ConvolutionConformanceTest {
  static Stream<OperatorCase> cases() {
    return OperatorCase.table(
        """
        7,11,21 | 2,7,8 | w = float[4,2,3,3]; b = float[4]; y = Conv x w b
        7,11 | 2,7,8 | w = float[4,2,3,3]; y = Conv x w kernel_shape=[3,3] pads=[1,1,1,1]
        11 | 2,7,8 | w = float[4,2,3,2]; y = Conv x w pads=[0,1,2,0] strides=[2,1]
        11 | 2,9,8 | w = float[4,2,3,2]; y = Conv x w dilations=[2,3] pads=[2,1,1,2]
        11 | 4,7,8 | w = float[6,2,3,3]; b = float[6]; y = Conv x w b group=2
        11 | 4,7,8 | w = float[4,1,3,3]; y = Conv x w group=4 pads=[1,1,1,1]
        7,11 | 2,7,8 | w = float[4,2,3,3]; y = Conv x w auto_pad=VALID strides=[2,2]
        7,11 | 2,7,8 | w = float[4,2,3,3]; y = Conv x w auto_pad=SAME_UPPER strides=[2,2]
        7,11 | 2,7,8 | w = float[4,2,3,3]; y = Conv x w auto_pad=SAME_LOWER strides=[2,2]
        11 | 2,7,8 | w = float[4,2,2,4]; y = Conv x w auto_pad=SAME_UPPER
        11 | 2,7,8 | w = float[4,2,2,4]; y = Conv x w auto_pad=SAME_LOWER
        11 | 2,7,8 | w = float[4,2,1,1]; y = Conv x w auto_pad=SAME_UPPER strides=[3,3]
        7,11,21 | 2,9 | w = float[4,2,3]; b = float[4]; y = Conv x w b
        11 | 2,9 | w = float[4,2,3]; y = Conv x w strides=[2] pads=[2,1] dilations=[2]
        11 | 2,9 | w = float[4,1,4]; y = Conv x w group=2 auto_pad=SAME_LOWER
        11 | 2,7,8 | w = float[4,2,3,3]; y = Conv x w auto_pad=NOTSET pads=[1,1,1,1]
        11 | 2,3,3 | w = float[4,2,5,5]; y = Conv x w pads=[2,2,2,2]
        7,11,21 | 2,4,5 | w = float[2,3,3,3]; b = float[3]; y = ConvTranspose x w b
        11 | 2,4,5 | w = float[2,3,3,3]; y = ConvTranspose x w strides=[2,3] pads=[1,1,1,1]
        11 | 2,4,5 | w = float[2,3,3,3]; y = ConvTranspose x w strides=[2,2] pads=[1,0,0,2]
        11 | 2,4,5 | w = float[2,3,3,2]; y = ConvTranspose x w strides=[2,3] output_padding=[1,2]
        11 | 2,4,5 | w = float[2,3,3,3]; y = ConvTranspose x w strides=[2,2] pads=[1,1,1,1] output_padding=[1,1]
        11 | 2,4,5 | w = float[2,3,3,3]; y = ConvTranspose x w strides=[2,2] pads=[0,1,1,0] output_padding=[1,0]
        11 | 2,4,5 | w = float[2,3,3,3]; y = ConvTranspose x w dilations=[2,2]
        11 | 4,4,5 | w = float[4,3,3,3]; b = float[6]; y = ConvTranspose x w b group=2 strides=[2,2]
        7,11 | 2,4,5 | w = float[2,3,3,3]; y = ConvTranspose x w auto_pad=SAME_UPPER strides=[2,2]
        7,11 | 2,4,5 | w = float[2,3,3,3]; y = ConvTranspose x w auto_pad=SAME_LOWER strides=[2,2]
        11 | 2,4,5 | w = float[2,3,4,4]; y = ConvTranspose x w auto_pad=SAME_UPPER strides=[1,1]
        11 | 2,4,5 | w = float[2,3,3,3]; y = ConvTranspose x w auto_pad=VALID strides=[2,2]
        7,11 | 2,4,5 | w = float[2,3,3,3]; y = ConvTranspose x w strides=[2,2] output_shape=[8,10]
        11 | 2,4,5 | w = float[2,3,3,3]; y = ConvTranspose x w strides=[2,2] output_shape=[8,10] auto_pad=SAME_UPPER
        11 | 2,4,5 | w = float[2,3,3,3]; y = ConvTranspose x w strides=[2,2] output_shape=[8,10] auto_pad=SAME_LOWER
        11 | 2,4,5 | w = float[2,3,3,3]; y = ConvTranspose x w strides=[2,2] output_shape=[7,9]
        11 | 2,6 | w = float[2,3,3]; b = float[3]; y = ConvTranspose x w b strides=[2] pads=[1,0]
        11 | 2,6 | w = float[2,3,3]; y = ConvTranspose x w strides=[3] output_padding=[1]
        11 | 2,6 | w = float[2,3,3]; y = ConvTranspose x w strides=[2] output_shape=[12]
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
