package dev.redoubt.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.Pass;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Classifiers as exporters write them, whose batch is open or fixed, against ONNX Runtime. */
class ExportedGraphTest {
  /** Whole models with an open batch. */
  static Stream<OperatorCase> open() {
    return OperatorCase.table(
        """
        9,11 | 2,6,6 | w = float[4,2,3,3]; c = Conv x w; r = Relu c; s = Shape r; i = int64[]{0}; b = Gather s i; u = Unsqueeze b axes=[0]; m = int64{-1}; t = Concat u m axis=0; y = Reshape r t
        13,17 | 2,6,6 | w = float[4,2,3,3]; c = Conv x w; r = Relu c; s = Shape r; i = int64[]{0}; b = Gather s i; z = int64{0}; u = Unsqueeze b z; m = int64{-1}; t = Concat u m axis=0; y = Reshape r t
        17 | 3,8,8 | w = float[6,3,4,4]; p = Conv x w strides=[4,4]; s = Shape p; a = int64{0}; e = int64{1}; n = Slice s a e; six = int64{6}; four = int64{4}; t = Concat n six four axis=0; f = Reshape p t; g = Transpose f perm=[0,2,1]; one = int64{1}; m = int64{-1}; want = Concat n m m axis=0; len = Shape want; ones = ConstantOfShape len value=int64{1}; none = Mul ones m; q = Equal want none; full = Where q ones want; cls = float[1,1,6]; k = Expand cls full; h = Concat k g axis=1; pos = float[1,5,6]; y = Add h pos
        13 | 5,6 | w = float[6,18]; qkv = MatMul x w; s = int64{0,5,3,2,3}; r = Reshape qkv s; t = Transpose r perm=[2,0,3,1,4]; q0 k0 v0 = Split t axis=0; a = int64{0}; q = Squeeze q0 a; k = Squeeze k0 a; v = Squeeze v0 a; kt = Transpose k perm=[0,1,3,2]; qk = MatMul q kt; d = float[]{1.7320508}; qd = Div qk d; p = Softmax qd axis=-1; o = MatMul p v; ot = Transpose o perm=[0,2,1,3]; z = int64{0,0,-1}; y = Reshape ot z
        12 | 5,6 | w = float[6,2,3]; q = Einsum x w equation=bid,dhe->bhie; v = float[6,2,3]; k = Einsum x v equation=bid,dhe->bhie; a = Einsum q k equation=bhie,bhje->bhij; p = Softmax a axis=3; o = Einsum p k equation=bhij,bhje->bihe; y = Flatten o
        13 | 5,6 | t = Transpose x perm=[1,0,2]; s = Shape t; o = int64[]{1}; n = Gather s o; two = int64[]{2}; nh = Mul n two; z = int64{0}; u = Unsqueeze nh z; five = int64{5}; three = int64{3}; want = Concat five u three axis=0; r = Reshape t want; q = Transpose r perm=[1,0,2]; qt = Transpose r perm=[1,2,0]; a = MatMul q qt; p = Softmax a; m = MatMul p q; b = Transpose m perm=[1,0,2]; un = Unsqueeze n z; six = int64{6}; back = Concat five un six axis=0; c = Reshape b back; y = Transpose c perm=[1,0,2]
        13 | tokens 8 | e = float[10,4]; g = Gather e x; y = ReduceMean g axes=[1]
        13 | tokens 8 | e = float[10,4]; g = Gather e x; t = Transpose g perm=[0,2,1]; w = float[5,4,3]; c = Conv t w pads=[1,1]; r = Relu c; m = ReduceMax r axes=[2]; a = int64{2}; y = Squeeze m a
        13 | tokens 8 | e = float[10,4]; g = Gather e x; z = int64[]{0}; k = Equal x z; n = Not k; f = Cast n to=1; a = int64{-1}; u = Unsqueeze f a; h = Mul g u; one = int64{1}; s = ReduceSum h one keepdims=0; c = ReduceSum u one keepdims=0; l = float[]{1.0}; cl = Max c l; y = Div s cl
        11 | 7 | w = float[7,9]; b = float[9]; g = Gemm x w b; s = float[9]; t = float[9]; m = float[9]; v = float{0.5,1.2,2.0,1,1,2,3,1,1}; n = BatchNormalization g s t m v; y = Relu n
        13 | 4,6,6 | g = GlobalAveragePool x; w = float[2,4,1,1]; b = float[2]; c = Conv g w b; r = Relu c; v = float[4,2,1,1]; d = Conv r v; h = HardSigmoid d alpha=0.16666667; y = Mul x h
        13 | 6,6,3 | t = Transpose x perm=[0,3,1,2]; w = float[4,3,3,3]; c = Conv t w auto_pad=SAME_UPPER strides=[2,2]; r = Relu c; h = Transpose r perm=[0,2,3,1]; s = int64{-1,36}; y = Reshape h s
        11 | 2,6,6 | p = MaxPool x kernel_shape=[2,2] strides=[2,2]; u = float{0}; q = Add p u; y = Identity q
        """);
  }

  @ParameterizedTest
  @MethodSource("open")
  void logitsAreThoseOfOnnxRuntime(OperatorCase one) throws Exception {
    one.agreesWithOnnxRuntime();
  }

  @ParameterizedTest
  @MethodSource("open")
  void gradientIsThatOfDifferences(OperatorCase one) throws Exception {
    one.hasTheGradientOfDifferences();
  }

  /** What exporters leave of a model whose batch is fixed to 1: constants in place of shapes. */
  static Stream<OperatorCase> fixed() {
    return OperatorCase.table(
        """
        13 | 2,6,6 | w = float[4,2,3,3]; c = Conv x w; s = int64{1,-1}; y = Reshape c s
        13 | 2,6,6 | w = float[4,2,3,3]; c = Conv x w; s = int64{1,64}; y = Reshape c s
        13 | 3,8,8 | w = float[6,3,4,4]; p = Conv x w strides=[4,4]; s = int64{1,6,4}; f = Reshape p s; g = Transpose f perm=[0,2,1]; cls = float[1,1,6]; h = Concat cls g axis=1; pos = float[1,5,6]; y = Add h pos
        13 | 3,8,8 | w = float[6,3,4,4]; p = Conv x w strides=[4,4]; s = int64{1,6,-1}; f = Reshape p s; g = Transpose f perm=[0,2,1]; cls = float[1,1,6]; e = int64{1,-1,-1}; q = int64{1,1,6}; k = Expand cls q; h = Concat k g axis=1; i = int64[]{0}; y = Gather h i axis=1
        13 | 5,6 | w = float[6,6]; q = MatMul x w; s = int64{1,5,2,3}; r = Reshape q s; t = Transpose r perm=[0,2,1,3]; u = Transpose r perm=[0,2,3,1]; a = MatMul t u; p = Softmax a; m = MatMul p t; o = Transpose m perm=[0,2,1,3]; z = int64{1,5,6}; y = Reshape o z
        13 | 5,6 | t = Transpose x perm=[1,0,2]; want = int64{5,2,3}; r = Reshape t want; q = Transpose r perm=[1,0,2]; qt = Transpose r perm=[1,2,0]; a = MatMul q qt; p = Softmax a; m = MatMul p q; b = Transpose m perm=[1,0,2]; back = int64{5,1,6}; c = Reshape b back; y = Transpose c perm=[1,0,2]
        13 | 5,6 | t = Transpose x perm=[1,0,2]; w = float[6,18]; l = MatMul t w; s = int64{5,1,3,6}; v = Reshape l s; n = int64{0}; u = Unsqueeze v n; p = Transpose u perm=[3,1,2,0,4]; at = int64{-2}; d = Squeeze p at; i = int64[]{0}; q0 = Gather d i axis=0; h = int64{5,2,3}; q1 = Reshape q0 h; q2 = Transpose q1 perm=[1,0,2]; k = int64{1,2,5,3}; q = Reshape q2 k; qt = Transpose q perm=[0,1,3,2]; a = MatMul q qt; e = Softmax a; m = MatMul e q; o = Transpose m perm=[2,0,1,3]; c = int64{5,6}; f = Reshape o c; g = float[6,6]; r = MatMul f g; b = int64{5,1,6}; z = Reshape r b; y = Transpose z perm=[1,0,2]
        13 | 5,6 | s = Shape x; i = int64[]{0}; b = Gather s i; z = int64{0}; u = Unsqueeze b z; f = int64{30}; t = Concat u f axis=0; y = Reshape x t
        13 | tokens 8 | e = float[10,4]; g = Gather e x; pos = float[1,8,4]; a = Add g pos; y = ReduceMean a axes=[1] keepdims=0
        13 | 1,30 | s = int64{1,30}; r = Reshape x s; w = float[30,7]; g = MatMul r w; t = int64{1,1,7}; y = Reshape g t
        13 | 6,6,3 | s = int64{1,3,6,6}; t = Transpose x perm=[0,3,1,2]; r = Reshape t s; w = float[4,3,3,3]; y = Conv r w
        13 | 5,6 | s = int64{5,6}; r = Reshape x s; w = float[6,4]; m = MatMul r w; t = int64{1,20}; y = Reshape m t
        """);
  }

  @ParameterizedTest
  @MethodSource("fixed")
  void fixedBatchOfOneIsOpened(OperatorCase one) throws Exception {
    one.agreesWithOnnxRuntime(1, false);
  }

  /** Models whose batch is mixed with other dimensions, or whose samples see each other. */
  static Stream<OperatorCase> mixed() {
    return OperatorCase.table(
        """
        11 | 4,5 | y = Softmax x axis=0
        13 | 5 | m = ReduceMean x axes=[0] keepdims=1; y = Sub x m
        13 | 4,5 | s = int64{5,4}; r = Reshape x s; w = float[4,4]; m = MatMul r w; t = Transpose m perm=[1,0]; u = int64{1,20}; y = Reshape t u
        13 | 5 | i = int64[]{0}; g = Gather x i axis=0; z = int64{0}; y = Unsqueeze g z
        13 | 5 | a = int64[]{0}; y = CumSum x a
        13 | tokens 5 | f = Cast x to=1; m = ReduceMax f axes=[0]; y = Sub f m
        13 | tokens 5 | f = Cast x to=1; a = int64[]{0}; y = CumSum f a
        """);
  }

  @ParameterizedTest
  @MethodSource("mixed")
  void mixedBatchFallsBackToSingleSamples(OperatorCase one) throws Exception {
    one.agreesWithOnnxRuntime(1, true);
  }

  /** Written for four samples at a time. */
  static Stream<OperatorCase> four() {
    return OperatorCase.table(
        """
        13 | 2,6,6 | w = float[4,2,3,3]; c = Conv x w; s = int64{4,-1}; y = Reshape c s
        13 | 5,6 | s = int64{4,5,2,3}; r = Reshape x s; t = Transpose r perm=[0,2,1,3]; u = Transpose r perm=[0,2,3,1]; a = MatMul t u; p = Softmax a; y = MatMul p t
        13 | 5,6 | s = int64{20,6}; r = Reshape x s; w = float[6,4]; m = MatMul r w; t = int64{4,20}; y = Reshape m t
        13 | 3,6 | c = float[1,1,6]; e = int64{4,1,6}; k = Expand c e; h = Concat k x axis=1; y = Relu h
        13 | 5,6 | w = float[1,1,6]; e = int64{4,5,6}; k = Expand w e; y = Add x k
        """);
  }

  @ParameterizedTest
  @MethodSource("four")
  void fixedBatchOfFourIsOpened(OperatorCase one) throws Exception {
    one.agreesWithOnnxRuntime(4, false);
  }

  @Test
  void nodesMayHaveTheNamesOfOurInputs() throws Exception {
    ModelProto.Builder model =
        new OnnxText(13, "a = Relu x; b = Neg x; y = Add a b")
            .model("float", 0, List.of(5), "y").toBuilder();
    model.getGraphBuilder().getNodeBuilder(0).setName(Graph.TIME);
    model.getGraphBuilder().getNodeBuilder(1).setName(Graph.INPUT);
    try (Network network = OperatorCase.imported(model.build().toByteArray()).network()) {
      Tensor x = Tensors.of(new float[] {-2, 3, 0, 1, -1}, 1, 5);

      assertThat(network.forward(x, Mode.EVAL).floats()).containsExactly(2, 0, 0, 0, 1);
      assertThat(network.graph().isTimed()).isFalse();
    }
  }

  @Test
  void randomModelGivesASampleTheSameLogitsInAnyBatch() throws Exception {
    OperatorCase noisy =
        new OperatorCase(13, false, List.of(4, 5), "n = RandomNormalLike x scale=0.5; y = Add x n");
    for (int batch : new int[] {0, 1}) {
      try (Network network = OperatorCase.imported(noisy.classifier(batch)).network()) {
        assertThat(network.graph().isRandom()).isTrue();
        float[] together = logits(network, noisy, 0, 5, 3);
        float[] again = logits(network, noisy, 0, 5, 4);
        assertThat(together).isNotEqualTo(again);
        for (int row = 0; row < 5; row++) {
          float[] expected = Arrays.copyOfRange(together, 3 * row, 3 * row + 3);
          float[] alone = logits(network, noisy, row, row + 1, 3);
          assertThat(Deviation.relative(alone, expected)).isLessThan(1e-6);
        }
      }
    }
  }

  private static float[] logits(Network network, OperatorCase one, int from, int to, long seed) {
    float[] x = Arrays.copyOfRange(one.inputs(5), 20 * from, 20 * to);
    long[] ids = new long[to - from];
    Arrays.setAll(ids, i -> from + i);
    Pass pass = new Pass(Mode.EVAL, new Draws(seed, ids, "test"));
    return Scope.value(
        () ->
            Autograd.noGrad(() -> network.forward(Tensors.of(x, to - from, 4, 5), pass).floats()));
  }
}
