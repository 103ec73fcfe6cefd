package dev.redoubt.model.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.redoubt.BadInputException;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.Pass;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Writes the nodes of a network. Types and shapes come from computing it on two batches of noise:
 * what differs between them goes with the batch.
 */
final class NetworkExport {
  static final String INPUT = Graph.INPUT;
  static final String OUTPUT = "logits";
  static final String BATCH = "batch";

  private final Network network;
  private final List<Integer> shape;
  private final GraphWriter graph = new GraphWriter();
  private final Map<String, List<Tensor>> samples = new HashMap<>();
  private final Map<String, OnnxValue> values = new HashMap<>();

  private NetworkExport(Network network, List<Integer> shape) {
    this.network = network;
    this.shape = shape;
  }

  /**
   * The graph of a network.
   *
   * @param shape one sample's shape
   */
  static GraphProto of(Network network, List<Integer> shape) {
    return new NetworkExport(network, shape).write();
  }

  private GraphProto write() {
    graph.value(INPUT);
    graph.value(OUTPUT);
    Network.forEachWeight(
        network.graph(), (name, spec) -> graph.floats(name, weight(name).floats(), spec.shape()));
    List<Tensor> batches = batches();
    samples.put(Graph.INPUT, batches);
    values.put(Graph.INPUT, value(INPUT, batches));
    List<Graph.Node> nodes = network.graph().nodes();
    for (int i = 0; i < nodes.size(); i++) {
      write(nodes.get(i), i == nodes.size() - 1);
    }
    List<Long> logits = get(values, nodes.get(nodes.size() - 1).name()).shape();
    return graph
        .graph()
        .addInput(info(INPUT, shape.stream().map(Integer::longValue).toList()))
        .addOutput(info(OUTPUT, logits.subList(1, logits.size())))
        .build();
  }

  /** Noise for two sizes of batches; for one, where the graph takes one sample at a time. */
  private List<Tensor> batches() {
    IntStream sizes = network.graph().oneByOne() ? IntStream.of(1) : IntStream.of(2, 3);
    return sizes
        .mapToObj(rows -> Probe.of(shape, rows))
        .map(x -> network.weights().values().stream().findFirst().map(x::like).orElse(x))
        .toList();
  }

  private void write(Graph.Node node, boolean last) {
    List<List<Tensor>> read = node.inputs().stream().map(name -> get(samples, name)).toList();
    List<Tensor> results = new ArrayList<>();
    for (int i = 0; i < get(samples, Graph.INPUT).size(); i++) {
      int batch = i;
      results.add(computed(node, read.stream().map(both -> both.get(batch)).toList(), batch));
    }
    samples.put(node.name(), results);
    OnnxValue wanted = value(last ? OUTPUT : graph.value(node.name()), results);
    List<OnnxValue> inputs = node.inputs().stream().map(name -> get(values, name)).toList();
    NodeExport export = new NodeExport(graph, node, inputs, wanted);
    String given = Exports.ALL.write(node.operator(), export);
    if (last && !given.equals(OUTPUT)) {
      given = export.give("Identity", List.of(given));
    }
    values.put(node.name(), value(given, results));
  }

  private Tensor computed(Graph.Node node, List<Tensor> inputs, int batch) {
    long rows = get(samples, Graph.INPUT).get(batch).rows();
    Draws draws = new Draws(0, LongStream.range(0, rows).toArray(), node.name());
    try {
      return node.operator()
          .forward(inputs, own -> weight(node.name() + "." + own), new Pass(Mode.EVAL, draws));
    } catch (RuntimeException e) { // the engine's, whose message is a trace
      throw new BadInputException(
          "node '%s' (%s) does not take what comes to it from inputs of the shape %s"
              .formatted(node.name(), node.operator().getClass().getSimpleName(), shape),
          e);
    }
  }

  private Tensor weight(String name) {
    return get(network.weights(), name);
  }

  private static <T> T get(Map<String, T> map, String name) {
    return Objects.requireNonNull(map.get(name), name);
  }

  private static OnnxValue value(String name, List<Tensor> results) {
    Tensor one = results.get(0);
    Tensor other = results.get(results.size() - 1);
    List<Long> lengths = new ArrayList<>();
    for (int axis = 0; axis < one.rank(); axis++) {
      lengths.add(one.size(axis) == other.size(axis) ? one.size(axis) : OnnxValue.OPEN);
    }
    return new OnnxValue(name, one.dtype(), lengths);
  }

  /** An input or output of the graph: the batch, and the lengths of one sample. */
  private ValueInfoProto info(String name, List<Long> lengths) {
    TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
    dims.addDim(
        network.graph().oneByOne()
            ? Dimension.newBuilder().setDimValue(1)
            : Dimension.newBuilder().setDimParam(BATCH));
    lengths.forEach(length -> dims.addDim(Dimension.newBuilder().setDimValue(length)));
    TypeProto.Tensor type =
        TypeProto.Tensor.newBuilder()
            .setElemType(Attribute.number(DType.FLOAT32))
            .setShape(dims)
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }
}
