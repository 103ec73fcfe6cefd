package dev.redoubt.model.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.redoubt.BadInputException;
import dev.redoubt.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that can't be imported: one sentence each, that says what is wrong and where. */
class BrokenOnnxTest {
  private static final String LINEAR = "w = float[6,3]; y = MatMul x w";

  private static void refused(byte[] model, String... says) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThatThrownBy(() -> OperatorCase.imported(model))
                .isInstanceOf(BadInputException.class)
                .hasMessageContainingAll(says)
                .message()
                .doesNotContain("\n")
                .isNotBlank());
  }

  private static byte[] model(int opset, String text, int... shape) {
    return new OnnxText(opset, text)
        .model("float", 0, Arrays.stream(shape).boxed().toList(), "y")
        .toByteArray();
  }

  private static byte[] changed(Consumer<GraphProto.Builder> change) {
    ModelProto.Builder model =
        new OnnxText(13, LINEAR + "; z = Relu y").model("float", 0, List.of(6), "z").toBuilder();
    change.accept(model.getGraphBuilder());
    return model.build().toByteArray();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          s = int64{1099511627776}; c = ConstantOfShape s; m = ReduceMean c; y = Mul x m | elements
          s = int64{1048576,1048576}; c = ConstantOfShape s; m = ReduceMean c; y = Mul x m | elements
          s = int64{1048576,1048576,6}; e = Expand x s; y = ReduceMean e axes=[1] | elements
          c = float[6,1]; s = int64{6,1}; d = ConstantOfShape s; t = int64{1,1099511627776}; e = Expand d t; y = MatMul x e | elements
          r = int64{1,1099511627776}; y = Tile x r | elements
          r = int64{1,9223372036854775807}; y = Tile x r | too large
          r = int64{1,-5}; y = Tile x r | Tile
          r = float{}; s = float{1,1.0E11}; y = Resize x r s | elements
          e = float{}; z = int64{1,1099511627776}; y = Resize x e e z | elements
          p = int64{0,0,0,1099511627776}; y = Pad x p | elements
          p = int64{0,0,0,9223372036854775807}; y = Pad x p | too large
          p = int64{0,0,0,-7}; y = Pad x p | Pad
          a = int64[]{0}; b = int64[]{1099511627776}; c = int64[]{1}; r = Range a b c; f = Cast r to=1; m = ReduceMean f; y = Mul x m | elements
          a = int64[]{0}; b = int64[]{5}; c = int64[]{0}; r = Range a b c; f = Cast r to=1; y = Mul x f | no end
          d = int64[]{1099511627776}; v = float{0,1}; i = Cast x to=7; y = OneHot i d v | OneHot
          d = int64[]{2000000000}; v = float{0,1}; i = Cast x to=7; y = OneHot i d v | elements
          s = int64{-1,-1}; y = Reshape x s | shape
          s = int64{-1,4}; y = Reshape x s | shape
          s = int64{-1,9223372036854775807}; y = Reshape x s | shape
          s = int64{-3}; c = ConstantOfShape s; y = Add x c | length -3
          i = Cast x to=2; f = Cast i to=1; w = float[6,3]; y = MatMul f w | overflow
          w = float[4,4]; y = MatMul x w | features
          w = float[4]; y = Add x w | Add
          y = Softmax x axis=5 | dimension 5
          s = Softmax x axis=5; y = Relu s | axis 5
          y = Transpose x perm=[0,0] | perm
          y = Squeeze x axes=[1] | Squeeze
          s = float[5]; b = float[5]; y = BatchNormalization x s b s s | BatchNorm
          b = float[6]; v = float{-1}; w = float[6]; m = Sub w w; n = Add m v; y = BatchNormalization x b b b n | NaN
          w = float[4,2,3]; y = Conv x w | spatial dimensions
          y = Gather x | lacks input 1
          i = int64{9}; y = Gather x i axis=1 | Gather
          y = Add x nothing | 'nothing'
          a b = Split x axis=1 split=[2,2]; y = Add a b | Split
          y = Einsum x x equation=ij,kl,m->z | Einsum
          i = Cast x to=8; y = Cast i to=1 | type
          w = float[6,3]; v = MatMul x w; k = int64{4}; y i = TopK v k | k is 4
          """)
  void isRefused(String text, String says) {
    refused(model(11, text, 6), says);
  }

  @Test
  void operatorsThatCannotBeImportedAreNamedAllAtOnce() {
    String text =
        "a = If x; b = Loop a; c = com.acme:Fancy b; d = Relu c; y = GRU d; unused = Scan x";
    refused(
        model(13, text, 6), "If (node 'node0')", "Loop", "com.acme.Fancy", "GRU (node 'node4')");
    assertThatThrownBy(() -> OperatorCase.imported(model(13, text, 6)))
        .message()
        .doesNotContain("Scan", "Relu");
  }

  @Test
  void opsetsOutsideOfTheRangeAreRefused() {
    refused(model(6, LINEAR, 6), "opset 6", "7 to 21");
    refused(model(22, LINEAR, 6), "opset 22", "7 to 21");
  }

  @Test
  void brokenGraphsAreRefused() {
    NodeProto relu = NodeProto.newBuilder().setOpType("Relu").addInput("z").addOutput("y2").build();
    refused(changed(g -> g.getNodeBuilder(0).setInput(0, "z")), "before it gives"); // a cycle
    refused(
        changed(
            g -> {
              NodeProto first = g.getNode(0);
              g.setNode(0, g.getNode(1)).setNode(1, first);
            }),
        "'y'",
        "before it gives");
    refused(changed(g -> g.getNodeBuilder(0).setInput(1, "nothing")), "'nothing'");
    refused(changed(g -> g.getOutputBuilder(0).setName("nothing")), "'nothing'");
    refused(changed(g -> g.addNode(1, relu.toBuilder().setInput(0, "x").setOutput(0, "y"))), "'y'");
    refused(changed(GraphProto.Builder::clearInput), "0 inputs");
    refused(changed(g -> g.addInput(g.getInput(0).toBuilder().setName("x2"))), "2 inputs");
    refused(changed(g -> g.getInputBuilder(0).clearType()), "shape of its input");
    refused(changed(g -> shape(g, 0)), "--input-shape");
    refused(changed(g -> shape(g, -2)), "--input-shape");
    refused(changed(g -> shape(g, 1L << 40)), "too large");
    refused(changed(g -> shape(g, Integer.MAX_VALUE)), "too large");
    refused(changed(g -> shape(g, 5)), "6 features", "5");
    refused(changed(g -> g.getInitializerBuilder(0).setFloatData(0, Float.NaN)), "'w'", "NaN");
    refused(changed(g -> g.getInitializerBuilder(0).setDims(0, 0)), "'w'");
    refused(changed(g -> g.getInitializerBuilder(0).setDims(0, -6)), "'w'");
    refused(changed(g -> g.getInitializerBuilder(0).setDims(0, 1L << 40)), "'w'");
    refused(changed(g -> g.getInitializerBuilder(0).setDataType(8)), "'w'", "STRING");
    refused(changed(g -> g.getInitializerBuilder(0).setDataType(99)), "'w'");
    refused(changed(g -> g.getInitializerBuilder(0).clearFloatData()), "'w'", "0 values");
  }

  private static void shape(GraphProto.Builder graph, long length) {
    graph
        .getInputBuilder(0)
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .getShapeBuilder()
        .getDimBuilder(1)
        .setDimValue(length);
  }

  @Test
  void noClassifierIsRefused() {
    refused(model(13, "c = float[1,3]; y = Identity c", 6), "depend on its input");
    refused(model(13, "y = ArgMax x axis=1", 6), "no classifier");
    refused(model(13, "y = Softmax x axis=1", 6, 7), "softmax over dimension 1");
    refused(model(13, "y = LogSoftmax x", 6, 7), "softmax over dimension 2");
  }

  @Test
  void harmlessOdditiesAreTaken() throws Exception {
    NodeProto unread =
        NodeProto.newBuilder().setOpType("Unknown").addInput("x").addOutput("unread").build();
    byte[] odd =
        changed(
            g -> {
              g.getNodeBuilder(0).setName("same");
              g.getNodeBuilder(1).setName("same");
              g.addInput(g.getOutput(0).toBuilder().setName("w")); // as up to IR version 3
              g.addOutput(g.getOutput(0).toBuilder().setName("y"));
              g.addNode(unread);
            });
    ImportedNetwork imported = OperatorCase.imported(odd);
    assertThat(imported.network().graph().nodes()).hasSize(2);
    assertThat(imported.notes()).anyMatch(note -> note.contains("2 outputs"));
    imported.network().close();
    byte[] unnamed = changed(g -> g.getNodeBuilderList().forEach(NodeProto.Builder::clearName));
    OperatorCase.imported(unnamed).network().close();
  }

  @Test
  void filesOfOtherKindsAreRefused(@TempDir Path folder) throws IOException {
    refusedFile(folder.resolve("empty.onnx"), new byte[0]);
    refusedFile(folder.resolve("text.onnx"), "not a model\nat all\n".getBytes(UTF_8));
    refusedFile(
        folder.resolve("picture.onnx"),
        new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0});
    refusedFile(folder.resolve("zip.onnx"), new byte[] {'P', 'K', 3, 4, 20, 0, 0, 0, 8, 0});
    byte[] whole = model(13, LINEAR, 6);
    for (int length = 0; length < whole.length; length += 3) {
      refusedFile(folder.resolve("cut.onnx"), Arrays.copyOf(whole, length));
    }
    assertThatThrownBy(() -> OnnxImporter.read(folder, Optional.empty()))
        .isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> OnnxImporter.read(folder.resolve("absent"), Optional.empty()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void truncatedRealFileIsRefused(@TempDir Path folder) throws IOException {
    Path real = SharedData.require("models/advertorch_lenet5_clntrained.onnx");
    byte[] whole = Files.readAllBytes(real);
    refusedFile(folder.resolve("half.onnx"), Arrays.copyOf(whole, whole.length / 2));
    refusedFile(folder.resolve("nearly.onnx"), Arrays.copyOf(whole, whole.length - 1));
  }

  private static void refusedFile(Path file, byte[] bytes) throws IOException {
    Files.write(file, bytes);
    assertThatThrownBy(() -> OnnxImporter.read(file, Optional.empty()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(file.toString());
  }
}
