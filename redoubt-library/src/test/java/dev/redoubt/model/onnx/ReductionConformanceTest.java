package dev.redoubt.model.onnx;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reductions, whose axes moved from an attribute to an input. */
class ReductionConformanceTest {
  static Stream<OperatorCase> cases() {
    return OperatorCase.table(
        """
        7,11,13 | 4,5 | y = ReduceMean x axes=[1]
        11 | 4,5,3 | y = ReduceMean x axes=[-1,1] keepdims=0
        18,21 | 4,5,3 | i = int64{-1,1}; y = ReduceMean x i
        18 | 4,5,3 | i = int64{2}; y = ReduceMean x i keepdims=0
        18 | 4,5 | y = ReduceMean x noop_with_empty_axes=1
        18 | 4,5 | i = int64{}; y = ReduceMean x i noop_with_empty_axes=1
        7,11,13 | 4,5 | y = ReduceMax x axes=[1]
        11 | 4,5,3 | y = ReduceMax x axes=[-1,1] keepdims=0
        18,21 | 4,5,3 | i = int64{-1,1}; y = ReduceMax x i
        18 | 4,5,3 | i = int64{2}; y = ReduceMax x i keepdims=0
        18 | 4,5 | y = ReduceMax x noop_with_empty_axes=1
        18 | 4,5 | i = int64{}; y = ReduceMax x i noop_with_empty_axes=1
        7,11,13 | 4,5 | y = ReduceMin x axes=[1]
        11 | 4,5,3 | y = ReduceMin x axes=[-1,1] keepdims=0
        18,21 | 4,5,3 | i = int64{-1,1}; y = ReduceMin x i
        18 | 4,5,3 | i = int64{2}; y = ReduceMin x i keepdims=0
        18 | 4,5 | y = ReduceMin x noop_with_empty_axes=1
        18 | 4,5 | i = int64{}; y = ReduceMin x i noop_with_empty_axes=1
        7,11,13 | 4,5 | y = ReduceProd x axes=[1]
        11 | 4,5,3 | y = ReduceProd x axes=[-1,1] keepdims=0
        18,21 | 4,5,3 | i = int64{-1,1}; y = ReduceProd x i
        18 | 4,5,3 | i = int64{2}; y = ReduceProd x i keepdims=0
        18 | 4,5 | y = ReduceProd x noop_with_empty_axes=1
        18 | 4,5 | i = int64{}; y = ReduceProd x i noop_with_empty_axes=1
        7,11,13 | 4,5 | y = ReduceL1 x axes=[1]
        11 | 4,5,3 | y = ReduceL1 x axes=[-1,1] keepdims=0
        18,21 | 4,5,3 | i = int64{-1,1}; y = ReduceL1 x i
        18 | 4,5,3 | i = int64{2}; y = ReduceL1 x i keepdims=0
        18 | 4,5 | y = ReduceL1 x noop_with_empty_axes=1
        18 | 4,5 | i = int64{}; y = ReduceL1 x i noop_with_empty_axes=1
        7,11,13 | 4,5 | y = ReduceL2 x axes=[1]
        11 | 4,5,3 | y = ReduceL2 x axes=[-1,1] keepdims=0
        18,21 | 4,5,3 | i = int64{-1,1}; y = ReduceL2 x i
        18 | 4,5,3 | i = int64{2}; y = ReduceL2 x i keepdims=0
        18 | 4,5 | y = ReduceL2 x noop_with_empty_axes=1
        18 | 4,5 | i = int64{}; y = ReduceL2 x i noop_with_empty_axes=1
        7,11,13 | 4,5 | y = ReduceSumSquare x axes=[1]
        11 | 4,5,3 | y = ReduceSumSquare x axes=[-1,1] keepdims=0
        18,21 | 4,5,3 | i = int64{-1,1}; y = ReduceSumSquare x i
        18 | 4,5,3 | i = int64{2}; y = ReduceSumSquare x i keepdims=0
        18 | 4,5 | y = ReduceSumSquare x noop_with_empty_axes=1
        18 | 4,5 | i = int64{}; y = ReduceSumSquare x i noop_with_empty_axes=1
        7,11,13 | 4,5 | y = ReduceLogSumExp x axes=[1]
        11 | 4,5,3 | y = ReduceLogSumExp x axes=[-1,1] keepdims=0
        18,21 | 4,5,3 | i = int64{-1,1}; y = ReduceLogSumExp x i
        18 | 4,5,3 | i = int64{2}; y = ReduceLogSumExp x i keepdims=0
        18 | 4,5 | y = ReduceLogSumExp x noop_with_empty_axes=1
        18 | 4,5 | i = int64{}; y = ReduceLogSumExp x i noop_with_empty_axes=1
        7,11,13 | 4,5 | a = Abs x; y = ReduceLogSum a axes=[1]
        11 | 4,5,3 | a = Abs x; y = ReduceLogSum a axes=[-1,1] keepdims=0
        18,21 | 4,5,3 | a = Abs x; i = int64{-1,1}; y = ReduceLogSum a i
        18 | 4,5,3 | a = Abs x; i = int64{2}; y = ReduceLogSum a i keepdims=0
        18 | 4,5 | a = Abs x; y = ReduceLogSum a noop_with_empty_axes=1
        18 | 4,5 | a = Abs x; i = int64{}; y = ReduceLogSum a i noop_with_empty_axes=1
        7,11 | 4,5 | y = ReduceSum x axes=[1]
        11 | 4,5,3 | y = ReduceSum x axes=[-1,1] keepdims=0
        13,18,21 | 4,5,3 | i = int64{-1,1}; y = ReduceSum x i
        13 | 4,5,3 | i = int64{2}; y = ReduceSum x i keepdims=0
        13 | 4,5 | y = ReduceSum x noop_with_empty_axes=1
        13 | 4,5 | i = int64{}; y = ReduceSum x i noop_with_empty_axes=1
        7,13 | 4,5 | c = float[4,5]; m = ReduceMean c; y = Mul x m
        13 | 4,5 | c = float[4,5]; m = ReduceSum c keepdims=0; y = Mul x m
        11 | tokens 6 | m = ReduceMax x axes=[1]; y = Cast m to=1
        12 | tokens 6 | m = ReduceSum x axes=[1]; y = Cast m to=1
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
