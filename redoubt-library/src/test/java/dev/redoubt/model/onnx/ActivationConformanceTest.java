package dev.redoubt.model.onnx;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators of one input that keep its shape, in every opset that changed them. */
class ActivationConformanceTest {
  static Stream<OperatorCase> cases() {
    return OperatorCase.table(
        """
        7,13,14,21 | 4,5 | y = Relu x
        7,16,21 | 4,5 | y = LeakyRelu x alpha=0.3
        7,16 | 4,5 | y = LeakyRelu x
        7,13,21 | 4,5 | y = Sigmoid x
        7,13,21 | 4,5 | y = Tanh x
        7,13 | 4,5 | y = Elu x
        7,21 | 4,5 | y = Elu x alpha=0.7
        7,21 | 4,5 | y = Selu x
        7,21 | 4,5 | y = Selu x alpha=1.5 gamma=0.9
        12,21 | 4,5 | y = Celu x
        12,21 | 4,5 | y = Celu x alpha=1.7
        7,21 | 4,5 | y = HardSigmoid x
        7,21 | 4,5 | y = HardSigmoid x alpha=0.4 beta=0.3
        14,21 | 4,5 | y = HardSwish x
        18,21 | 4,5 | y = Mish x
        20,21 | 4,5 | y = Gelu x
        20,21 | 4,5 | y = Gelu x approximate=tanh
        7,21 | 4,5 | y = Softplus x
        7,21 | 4,5 | y = Softsign x
        7,13 | 4,5 | y = Neg x
        7,13 | 4,5 | y = Abs x
        7,13 | 4,5 | a = Abs x; y = Sqrt a
        7,13 | 4,5 | y = Exp x
        7,13 | 4,5 | a = Abs x; y = Log a
        7,13 | 4,5 | c = float{3.0}; a = Add x c; y = Reciprocal a
        9,13 | 4,5 | y = Erf x
        7,21 | 4,5 | y = Sin x
        7,21 | 4,5 | y = Cos x
        11,21 | 4,5 | y = Round x
        7,13 | 4,5 | y = Floor x
        7,13 | 4,5 | y = Ceil x
        9,13 | 4,5 | y = Sign x
        7,9,16 | 4,5,6 | s = float[4,1,1]; y = PRelu x s
        7,16 | 4,5 | s = float{0.3}; y = PRelu x s
        7,16 | 4,5 | s = float[5]; y = PRelu x s
        7,10 | 4,5 | y = Clip x min=-0.5 max=0.7
        7 | 4,5 | y = Clip x min=-0.5
        7 | 4,5 | y = Clip x
        11,12,13,21 | 4,5 | lo = float[]{-0.5}; hi = float[]{0.7}; y = Clip x lo hi
        11,13 | 4,5 | hi = float[]{0.7}; y = Clip x - hi
        11,13 | 4,5 | lo = float[]{0.1}; y = Clip x lo
        11,13 | 4,5 | lo = float[]{0.1}; y = Clip x lo -
        12,13 | 4,5 | y = Clip x
        12,13 | 4,5 | lo = float[]{0.9}; hi = float[]{0.1}; y = Clip x lo hi
        7,11,13,21 | 4,5 | y = Softmax x
        7,11,13,21 | 4,5,3 | y = Softmax x
        7,11,13,21 | 4,5,3 | y = Softmax x axis=1
        7,11,13,21 | 4,5,3 | y = Softmax x axis=2
        13,21 | 4,5,3 | y = Softmax x axis=-2
        11 | 4,5,3 | y = Softmax x axis=-2
        7,11,13,21 | 4,5,3 | y = LogSoftmax x
        7,11,13,21 | 4,5,3 | y = LogSoftmax x axis=2
        13,21 | 4,5,3 | y = LogSoftmax x axis=1
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
