package dev.redoubt.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.redoubt.BadInputException;
import dev.redoubt.catalog.Architectures;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.ModelBundle;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.WeightSpec;
import dev.redoubt.nn.Weights;
import dev.redoubt.nn.operator.Add;
import dev.redoubt.nn.operator.Clip;
import dev.redoubt.nn.operator.Constant;
import dev.redoubt.nn.operator.Flatten;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.Relu;
import dev.redoubt.nn.operator.Reshape;
import dev.redoubt.nn.operator.Sinusoid;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Tensor;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written besides the computation, and what is refused. */
class OnnxExporterTest {
  private static final List<Integer> SHAPE = List.of(1, 8, 8);

  private static ModelBundle bundle(Network network) {
    return new ModelBundle(
        network, new InputSpec(SHAPE, -1, 2.5), List.of("stop", "give \"way\""), Map.of());
  }

  private static Network network() {
    return Exported.random(Architectures.named("common-cnn").graph(SHAPE, 2, null));
  }

  private static ModelProto parsed(ModelBundle bundle) throws Exception {
    return ModelProto.parseFrom(OnnxExporter.toBytes(bundle));
  }

  @Test
  void everyOperatorHasAnExport() {
    JsonSubTypes types = Operator.class.getAnnotation(JsonSubTypes.class);

    assertThat(types.value())
        .isNotEmpty()
        .allSatisfy(type -> assertThat(Exports.ALL.has(type.value())).as(type.name()).isTrue());
  }

  @Test
  void headerNamesProducerOpsetInputAndOutput() throws Exception {
    try (Network network = network()) {
      ModelProto model = parsed(bundle(network));

      assertThat(model.getProducerName()).isEqualTo("Redoubt");
      assertThat(model.getProducerVersion()).matches("\\d+\\.\\d+.*");
      assertThat(model.getIrVersion()).isEqualTo(8);
      assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(17);
      assertThat(model.getGraph().getInputList())
          .singleElement()
          .satisfies(
              input -> {
                assertThat(input.getName()).isEqualTo("input");
                var dims = input.getType().getTensorType().getShape();
                assertThat(dims.getDim(0).getDimParam()).isEqualTo("batch");
                assertThat(dims.getDimList().subList(1, 4))
                    .extracting(dim -> (int) dim.getDimValue())
                    .isEqualTo(SHAPE);
              });
      assertThat(model.getGraph().getOutputList())
          .singleElement()
          .satisfies(
              output -> {
                assertThat(output.getName()).isEqualTo("logits");
                var dims = output.getType().getTensorType().getShape();
                assertThat(dims.getDim(0).getDimParam()).isEqualTo("batch");
                assertThat(dims.getDim(1).getDimValue()).isEqualTo(2);
              });
    }
  }

  @Test
  void metadataHoldLabelsAndRange() throws Exception {
    try (Network network = network();
        OnnxRuntime runtime = new OnnxRuntime(OnnxExporter.toBytes(bundle(network)))) {
      assertThat(runtime.metadata())
          .containsEntry("labels", "[\"stop\",\"give \\\"way\\\"\"]")
          .containsEntry("input_range", "[-1.0,2.5]");
    }
  }

  @Test
  void weightsKeepTheirNamesShapesAndBits() throws Exception {
    try (Network network = network()) {
      ModelProto model = parsed(bundle(network));

      Map<String, float[]> values = network.values();
      for (TensorProto tensor : model.getGraph().getInitializerList()) {
        if (values.containsKey(tensor.getName())) {
          float[] there = new float[tensor.getRawData().size() / 4];
          tensor
              .getRawData()
              .asReadOnlyByteBuffer()
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer()
              .get(there);
          assertThat(there).isEqualTo(values.get(tensor.getName()));
        }
      }
      assertThat(model.getGraph().getInitializerList())
          .extracting(TensorProto::getName)
          .containsAll(values.keySet());
    }
  }

  @Test
  void sameModelGivesSameBytesInAnyPrecision() {
    try (Network one = network();
        Network other = network();
        Network precise = one.to(DType.FLOAT64)) {
      byte[] bytes = OnnxExporter.toBytes(bundle(one));

      assertThat(OnnxExporter.toBytes(bundle(other))).isEqualTo(bytes);
      assertThat(OnnxExporter.toBytes(bundle(precise))).isEqualTo(bytes);
    }
  }

  @Test
  void fileIsTheBytesAndNothingElseIsLeft(@TempDir Path folder) throws Exception {
    try (Network network = network()) {
      OnnxExporter.write(bundle(network), folder.resolve("model.onnx"));

      assertThat(folder.resolve("model.onnx"))
          .hasBinaryContent(OnnxExporter.toBytes(bundle(network)));
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).hasSize(1);
      }
      assertThatThrownBy(() -> OnnxExporter.write(bundle(network), folder.resolve("no/model.onnx")))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("its directory does not exist");
    }
  }

  @Test
  void graphForSingleSamplesIsWrittenForBatchesOfOne() throws Exception {
    List<Graph.Node> nodes =
        List.of(
            new Graph.Node("rows", new Reshape(List.of(8L, 8L)), List.of("input")),
            new Graph.Node("fc", new Linear(8, 3), List.of("rows")),
            new Graph.Node("logits", new Reshape(List.of(1L, 24L)), List.of("fc")));
    try (Network network = Exported.random(new Graph(nodes, true))) {
      ModelProto model = parsed(bundle(network));

      var dims = model.getGraph().getInput(0).getType().getTensorType().getShape();
      assertThat(dims.getDim(0).getDimValue()).isEqualTo(1);
      Exported.assertSurvives(network, SHAPE, 0, 1);
    }
  }

  @Test
  void awkwardNamesDoNotCollide() throws Exception {
    Graph graph =
        Graph.builder()
            .then("logits", new Flatten())
            .then("fc", new Linear(64, 4))
            .then("fc.weight", new Relu())
            .then("fc/product", new Clip(0, 1))
            .build();
    try (Network network = Exported.random(graph)) {
      Exported.assertSurvives(network, SHAPE, 0, 1);
    }
  }

  @Test
  void lastNodeMayBeOneThatOnnxDoesNotNeed() throws Exception {
    Graph.Builder builder = Graph.builder().then("flatten", new Flatten());
    String c = builder.add("c", new Constant(List.of(64L)));
    builder.add("sum", new Add(), "flatten", c);
    Graph graph =
        builder.then("all", new Clip(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)).build();
    try (Network network = Exported.random(graph)) {
      Exported.assertSurvives(network, SHAPE, 0, 1);
    }
  }

  /** An operator of someone else's. */
  private record Mystery() implements Operator {
    @Override
    public List<WeightSpec> weightSpecs() {
      return List.of();
    }

    @Override
    public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
      return inputs.get(0).plus(1);
    }
  }

  @Test
  void unknownOperatorIsNamed() {
    try (Network network = Exported.random(Graph.builder().then("odd", new Mystery()).build())) {
      assertThatThrownBy(() -> OnnxExporter.toBytes(bundle(network)))
          .isInstanceOf(BadInputException.class)
          .hasMessage("node 'odd' (Mystery) can't be written as ONNX: ONNX has no such operator");
    }
  }

  @Test
  void networkThatIsToldTheTimeIsRefused() {
    Graph.Builder builder = Graph.builder();
    builder.add("waves", new Sinusoid(8), Graph.TIME);
    builder.add("sum", new Add(), Graph.INPUT, "waves");
    try (Network network = Exported.random(builder.build())) {
      assertThatThrownBy(() -> OnnxExporter.toBytes(bundle(network)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContainingAll("can't be written as ONNX", "told the time of each sample");
    }
  }

  @Test
  void wrongShapeIsNamed() {
    Graph graph = Graph.builder().then("fc", new Linear(3, 2)).build();
    try (Network network = Exported.random(graph)) {
      assertThatThrownBy(() -> OnnxExporter.toBytes(bundle(network)))
          .isInstanceOf(BadInputException.class)
          .hasMessage(
              "node 'fc' (Linear) does not take what comes to it from inputs of the shape [1, 8, 8]");
    }
  }

  @Test
  void largerThanTwoGigabytesIsRefusedBeforeAnythingIsAllocated() {
    Graph large = Graph.builder().then("fc", new Linear(60_000, 60_000, false)).build();

    assertThatThrownBy(() -> OnnxExporter.requireRoom(OnnxExporter.weightBytes(large)))
        .isInstanceOf(BadInputException.class)
        .hasMessage("the model would take 13.4 GB as an ONNX file, which holds at most 2 GB");
    assertThatCode(() -> OnnxExporter.requireRoom(1 << 30)).doesNotThrowAnyException();
  }
}
