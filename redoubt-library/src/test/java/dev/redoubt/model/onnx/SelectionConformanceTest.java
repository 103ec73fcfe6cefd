package dev.redoubt.model.onnx;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators that put parts together or pick parts out. */
class SelectionConformanceTest {
  static Stream<OperatorCase> cases() {
    return OperatorCase.table(
        """
        7,11,13 | 4,5 | a = Neg x; y = Concat x a axis=1
        11 | 4,5 | a = Neg x; y = Concat x a axis=-1
        7,11 | 4,6 | a b = Split x axis=2; y = Sub a b
        7,11 | 4,6 | a b = Split x axis=2 split=[3,3]; y = Mul a b
        7,11 | 4,6 | a b c = Split x axis=1 split=[1,2,1]; y = Concat c a b axis=1
        13 | 4,6 | a b = Split x axis=2; y = Sub a b
        13,18 | 4,6 | s = int64{1,2,1}; a b c = Split x s axis=-2; y = Concat c a b axis=1
        18,21 | 4,7 | a b c = Split x axis=2 num_outputs=3; y = Concat c a b axis=2
        18 | 4,6 | a b = Split x axis=2 num_outputs=2; y = Sub a b
        7 | 4,6 | y = Slice x starts=[1,0] ends=[3,-1] axes=[1,2]
        7 | 4,6 | y = Slice x starts=[0,1] ends=[9223372036854775807,9]
        7 | 4,6 | y = Slice x starts=[-3] ends=[2147483647] axes=[2]
        10,11,13 | 4,6 | s = int64{1,0}; e = int64{3,-1}; a = int64{1,2}; y = Slice x s e a
        10,11,13 | 4,6 | s = int64{1}; e = int64{6}; a = int64{2}; t = int64{2}; y = Slice x s e a t
        10,13 | 4,6 | s = int64{-1}; e = int64{-9223372036854775808}; a = int64{2}; t = int64{-1}; y = Slice x s e a t
        10,13 | 4,6 | s = int64{5}; e = int64{0}; a = int64{-1}; t = int64{-2}; y = Slice x s e a t
        11 | 4,6 | s = int32{1,0}; e = int32{3,-1}; a = int32{1,2}; y = Slice x s e a
        13 | 4,6 | s = int64{0,1}; e = int64{9223372036854775807,100}; y = Slice x s e
        7,11,13 | 4,5 | i = int64{3,0,0}; y = Gather x i axis=1
        7,11 | 4,5 | i = int64[]{2}; y = Gather x i axis=2
        11,13 | 4,5 | i = int64{-1,1}; y = Gather x i axis=-1
        11 | 4,5 | i = int64[2,2]{-1,1,0,2}; y = Gather x i axis=1
        11 | 4,5 | i = int32{1}; y = Gather x i axis=1
        7,13 | tokens 6 | w = float[10,4]; y = Gather w x
        7,11,12,13 | 4,5 | a = ArgMax x axis=1; y = Cast a to=1
        7,13 | 4,5 | a = ArgMax x axis=2 keepdims=0; y = Cast a to=1
        11,13 | 4,5 | a = ArgMin x axis=-1; y = Cast a to=1
        12,13 | 4,5 | r = Round x; a = ArgMax r axis=1 select_last_index=1; b = ArgMin r axis=1; c = Add a b; y = Cast c to=1
        12,13 | 4,5 | r = Round x; a = ArgMin r axis=1 select_last_index=1; b = ArgMax r axis=1; c = Sub a b; y = Cast c to=1
        7 | 4,6 | y i = TopK x k=3
        7 | 4,6 | v i = TopK x k=2 axis=1; j = Cast i to=1; y = Add v j
        10,11 | 4,6 | k = int64{3}; v i = TopK x k; j = Cast i to=1; y = Add v j
        11,21 | 4,6 | k = int64{3}; v i = TopK x k largest=0 axis=1; j = Cast i to=1; y = Add v j
        11 | 4,6 | k = int64{3}; r = Round x; v i = TopK r k; j = Cast i to=1; y = Add v j
        9,11 | tokens 6 | d = int64[]{8}; v = float{-0.5,2.0}; y = OneHot x d v
        9,11 | tokens 6 | d = int64{10}; v = float{0.0,1.0}; y = OneHot x d v axis=1
        11 | tokens 6 | n = Neg x; d = int64{7}; v = float{0.0,1.0}; y = OneHot n d v axis=-2
        11,14 | 4,5 | a = int64[]{1}; y = CumSum x a
        11,14 | 4,5 | a = int64[]{-1}; y = CumSum x a exclusive=1
        11 | 4,5 | a = int32[]{2}; y = CumSum x a reverse=1
        14 | 4,5 | a = int64{2}; y = CumSum x a reverse=1 exclusive=1
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
