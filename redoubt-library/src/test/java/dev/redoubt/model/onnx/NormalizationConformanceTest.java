package dev.redoubt.model.onnx;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Normalisations and Dropout, fused and as exporters decompose them. */
class NormalizationConformanceTest {
  static Stream<OperatorCase> cases() {
    return OperatorCase.table(
        """
        7,9,14,15,21 | 3,4,4 | s = float[3]; b = float[3]; m = float[3]; v = float{0.5,1.2,2.0}; y = BatchNormalization x s b m v
        7,14 | 3,4,4 | s = float[3]; b = float[3]; m = float[3]; v = float{0.5,1.2,2.0}; y = BatchNormalization x s b m v epsilon=0.1 momentum=0.5
        7 | 3,4,4 | s = float[3]; b = float[3]; m = float[3]; v = float{0.5,1.2,2.0}; y = BatchNormalization x s b m v spatial=1
        7,14,15 | 6 | s = float[6]; b = float[6]; m = float[6]; v = float{0.5,1.2,2.0,1.0,3.0,0.1}; y = BatchNormalization x s b m v
        9,15 | 3,5 | s = float[3]; b = float[3]; m = float[3]; v = float{0.5,1.2,2.0}; y = BatchNormalization x s b m v
        9 | 3,2,3,4 | s = float[3]; b = float[3]; m = float[3]; v = float{0.5,1.2,2.0}; y = BatchNormalization x s b m v
        14 | 3,4,4 | s = float[3]; b = float[3]; m = float[3]; v = float{0.5,1.2,2.0}; y = BatchNormalization x s b m v training_mode=0
        7,21 | 3,4,4 | s = float[3]; b = float[3]; y = InstanceNormalization x s b
        7 | 3,6 | s = float[3]; b = float[3]; y = InstanceNormalization x s b epsilon=0.01
        18 | 6,4,4 | s = float[2]; b = float[2]; y = GroupNormalization x s b num_groups=2
        18 | 6,4,4 | s = float[6]; b = float[6]; y = GroupNormalization x s b num_groups=6
        21 | 6,4,4 | s = float[6]; b = float[6]; y = GroupNormalization x s b num_groups=2
        21 | 6,7 | s = float[6]; b = float[6]; y = GroupNormalization x s b num_groups=3 epsilon=0.1
        21 | 6,4,4 | s = float[6]; b = float[6]; y = GroupNormalization x s b num_groups=1
        17,21 | 3,8 | s = float[8]; b = float[8]; y = LayerNormalization x s b
        17 | 3,8 | s = float[8]; y = LayerNormalization x s
        17 | 3,8 | s = float[3,8]; b = float[3,8]; y = LayerNormalization x s b axis=1
        17 | 3,8 | s = float[3,8]; b = float[8]; y = LayerNormalization x s b axis=-2 epsilon=0.01
        17 | 8 | s = float[8]; b = float[8]; y mean = LayerNormalization x s b axis=1
        17 | 3,8 | s = float[8]; b = float[8]; y mean deviation = LayerNormalization x s b
        7,13 | 4,5 | two = float{2.0}; m = ReduceMean x axes=[-1]; d = Sub x m; q = Pow d two; v = ReduceMean q axes=[-1]; e = float{1.0E-5}; ve = Add v e; r = Sqrt ve; n = Div d r; s = float[5]; t = Mul n s; b = float[5]; y = Add t b
        7,9,12,13 | 4,5 | y = Dropout x
        12,13,21 | 4,5 | r = float[]{0.5}; t = bool[]{0}; y = Dropout x r t
        7,12 | 4,5 | y mask = Dropout x
        12 | 4,5 | r = float[]{0.5}; y mask = Dropout x r
        13 | 4,5 | y = Dropout x - -
        7,21 | 4,5 | y = Identity x
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
