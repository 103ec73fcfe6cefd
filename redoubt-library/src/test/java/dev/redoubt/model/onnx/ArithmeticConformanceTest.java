package dev.redoubt.model.onnx;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Arithmetic, comparisons, logic and matrix products. */
class ArithmeticConformanceTest {
  static Stream<OperatorCase> cases() {
    return OperatorCase.table(
        """
        7,13,14 | 4,5 | c = float[5]; y = Add x c
        7,13,14 | 4,5 | c = float[4,1]; y = Sub x c
        7,13,14 | 4,5 | c = float[]{1.5}; y = Mul c x
        7,13,14 | 4,5 | c = float{1.5,2,-3,4,1}; y = Div x c
        7,13 | 4,5 | a = Abs x; y = Div x a
        7,12,13,15 | 4,5 | two = float[]{2.0}; y = Pow x two
        12,15 | 4,5 | two = int64{2}; y = Pow x two
        7,13 | 4,5 | a = Abs x; p = float{0.5,1.5,2.5,1,3}; y = Pow a p
        12 | 4,5 | s = Shape x; two = int64{2}; p = Pow s two; f = Cast p to=1; m = ReduceMax f; z = Mul x m; y = Div z m
        7,11,13 | 4,5 | c = float[]{0.3}; e = Less x c; y = Cast e to=1
        9,13,16 | 4,5 | c = float[]{0.3}; e = Greater x c; f = Cast e to=1; y = Mul f x
        12,16 | 4,5 | c = float[]{0.3}; e = LessOrEqual x c; y = Where e x c
        12,16 | 4,5 | c = float[]{0.3}; e = GreaterOrEqual x c; y = Where e c x
        11,13,19 | 4,5 | r = Round x; c = float[]{1.0}; e = Equal r c; y = Where e x r
        7 | tokens 8 | c = int64[]{3}; e = Equal x c; y = Cast e to=1
        7,13 | tokens 8 | c = int64{3}; e = Equal x c; n = Not e; y = Cast n to=1
        9 | tokens 8 | c = int64{3}; d = int64{5}; e = Greater x c; f = Less x d; g = And e f; h = Or e f; i = Xor g h; j = Cast i to=1; k = Cast g to=1; y = Add j k
        9,16 | 4,5 | c = float[]{0.0}; e = Greater x c; d = float[4,1]; y = Where e x d
        8,13 | 4,5 | c = float[5]; d = float[4,1]; y = Sum x c d
        7 | 4,5 | c = Neg x; d = Exp x; y = Sum x c d
        8,12,13 | 4,5 | c = float[5]; d = float[4,1]; y = Max x c d
        7 | 4,5 | c = Neg x; d = Exp x; y = Max x c d
        8,13 | 4,5 | c = float[5]; d = float[4,1]; y = Min x c d
        7 | 4,5 | c = Neg x; d = Exp x; y = Min x c d
        8,13 | 4,5 | c = float[5]; d = float[4,1]; y = Mean x c d
        7 | 4,5 | c = Neg x; d = Exp x; y = Mean x c d
        8 | 4,5 | y = Sum x
        7,14 | tokens 6 | c = int64{4}; d = Div x c; m = Mul d c; r = Sub x m; y = Cast r to=1
        7,9,11,13 | 12 | w = float[12,6]; b = float[6]; y = Gemm x w b
        7,11,13 | 12 | w = float[6,12]; b = float[1,6]; y = Gemm x w b transB=1 alpha=0.5 beta=2.0
        7,11 | 12 | w = float[12,6]; b = float[]{0.7}; y = Gemm x w b
        7,11 | 12 | w = float[12,6]; b = float{0.7}; y = Gemm x w b
        11,13 | 12 | w = float[12,6]; y = Gemm x w alpha=2.5
        7,9,13 | 12 | w = float[12,6]; y = MatMul x w
        7,13 | 4,12 | w = float[12,6]; m = MatMul x w; b = float[6]; y = Add m b
        7,13 | 4,12 | w = float[12,6]; m = MatMul x w; i = Identity m; b = float[6]; a = Add i b; y = Mul a m
        7,13 | 4,12 | w = float[12,6]; m = MatMul x w; b = float[4,6]; y = Add b m
        13 | 4,12 | w = float[7,4]; y = MatMul w x
        13 | 4,12 | w = float[12]; y = MatMul x w
        13 | 4,12 | t = Transpose x perm=[0,2,1]; y = MatMul x t
        13 | 3,4,5 | w = float[3,5,2]; y = MatMul x w
        12 | 4,5 | w = float[5,6]; y = Einsum x w equation=bij,jk->bik
        12 | 4,5 | y = Einsum x x equation=bij,bkj->bik
        12 | 4,5 | w = float[5,6]; y = Einsum x w equation=...j,jk->...k
        12 | 4,5 | y = Einsum x equation=bij->bi
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
