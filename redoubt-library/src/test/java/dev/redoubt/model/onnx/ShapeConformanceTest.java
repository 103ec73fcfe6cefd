package dev.redoubt.model.onnx;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators that look at shapes or change them. */
class ShapeConformanceTest {
  static Stream<OperatorCase> cases() {
    return OperatorCase.table(
        """
        7,9,11,13,21 | 4,5 | y = Flatten x
        9,11 | 4,5 | y = Flatten x axis=1
        11 | 4,5 | f = Flatten x axis=-2; y = Identity f
        7,13,14,21 | 4,6 | s = int64{-1,24}; y = Reshape x s
        7,14 | 4,6 | s = int64{0,-1}; y = Reshape x s
        7,14 | 4,6 | s = int64{0,2,2,6}; y = Reshape x s
        7,14 | 4,6 | s = int64{0,8,-1}; y = Reshape x s
        14 | 4,6 | s = int64{-1,8,3}; y = Reshape x s allowzero=1
        7,13,21 | 4,5 | y = Transpose x perm=[0,2,1]
        7 | 4,5,6 | y = Transpose x perm=[0,3,1,2]
        7,11 | 1,5,1 | y = Squeeze x axes=[1]
        7 | 1,5,1 | y = Squeeze x axes=[1,3]
        11 | 1,5,1 | y = Squeeze x axes=[-1]
        13,21 | 1,5,1 | a = int64{1,-1}; y = Squeeze x a
        7,11 | 4,5 | y = Unsqueeze x axes=[1,4]
        11 | 4,5 | y = Unsqueeze x axes=[-1]
        13,21 | 4,5 | a = int64{1,-1}; y = Unsqueeze x a
        7,13,15 | 4,5 | s = Shape x; f = Cast s to=1; i = int64{1}; g = Gather f i; y = Mul x g
        15,21 | 4,5 | s = Shape x start=1; f = Cast s to=1; m = ReduceMax f; y = Mul x m
        15 | 4,5 | s = Shape x start=-2 end=-1; f = Cast s to=1; y = Mul x f
        7,13 | 4,5 | n = Size x; s = Shape x; z = int64[]{0}; b = Gather s z; e = Div n b; f = Cast e to=1; y = Mul x f
        8,13 | 1,5 | s = int64{1,4,5}; y = Expand x s
        8,13 | 1,5 | s = int64{4,1}; y = Expand x s
        8 | 4,5 | s = int64{1}; y = Expand x s
        7,13 | 4,5 | r = int64{1,2,3}; y = Tile x r
        9,20 | 4,5 | s = int64{4,5}; c = ConstantOfShape s value=float{1.5}; y = Mul x c
        9 | 4,5 | s = Shape x; c = ConstantOfShape s value=float{0.5}; y = Mul x c
        9 | 4,5 | s = Shape x; c = ConstantOfShape s; y = Sub c x
        9 | tokens 5 | s = Shape x; c = ConstantOfShape s value=int64{3}; d = Sub x c; y = Cast d to=1
        11 | 4,5 | a = int64[]{0}; b = int64[]{5}; c = int64[]{1}; r = Range a b c; f = Cast r to=1; y = Mul x f
        11 | 4,5 | a = float[]{1.0}; b = float[]{-1.0}; c = float[]{-0.4}; r = Range a b c; y = Mul x r
        7,9,13 | 4,5 | i = Cast x to=7; y = Cast i to=1
        7,9,13 | 4,5 | i = Cast x to=9; y = Cast i to=1
        9,19 | 4,5 | i = Cast x to=6; j = Cast i to=7; y = Cast j to=1
        13 | 4,5 | i = Cast x to=11; y = Cast i to=1
        7,9,12 | 4,5 | c = Constant value=float{0.5}; y = Mul x c
        12,13 | 4,5 | c = Constant value_float=0.5; y = Mul x c
        12 | 4,5 | c = Constant value_floats=[0.5,1.0,2.0,3.0,4.0]; y = Mul x c
        12 | 4,5 | c = Constant value_ints=[0,-1]; y = Reshape x c
        12 | 4,5 | c = Constant value_int=2; d = Cast c to=1; y = Mul x d
        7,11,13 | 4,5 | c = float[1,1,5]; i = Identity c; y = Add x i
        13 | 4,5 | c = double[5]; d = Cast c to=1; y = Mul x d
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
