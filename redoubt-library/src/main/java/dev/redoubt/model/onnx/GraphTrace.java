package dev.redoubt.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.redoubt.BadInputException;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.Cast;
import dev.redoubt.nn.operator.Extent;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.Pointwise;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run through the nodes of a file. */
final class GraphTrace {
  private final OnnxFile file;
  private final OnnxInput input;
  private final List<NodeProto> nodes;
  private final OnnxTensors tensors;
  private final Map<String, TensorProto> initializers = new HashMap<>();
  private final Map<String, Integer> readers = new HashMap<>();
  private final Map<String, Value> values = new HashMap<>();

  GraphTrace(OnnxFile file, OnnxInput input, List<NodeProto> nodes) {
    this.file = file;
    this.input = input;
    this.nodes = nodes;
    this.tensors = new OnnxTensors(file.file());
    GraphProto graph = file.model().getGraph();
    graph.getInitializerList().forEach(tensor -> initializers.put(tensor.getName(), tensor));
    for (NodeProto node : nodes) {
      node.getInputList().forEach(name -> readers.merge(name, 1, Integer::sum));
    }
  }

  /**
   * The network, and what is to be said of it.
   *
   * @param network with the logits as its value
   * @param notes for the user
   */
  record Result(Network network, List<String> notes) {}

  Result run(Tracer trace, Head head) {
    values.put(input.name(), input(trace));
    readers.merge(head.logits(), 1, Integer::sum);
    for (NodeProto proto : nodes) {
      lower(proto, trace);
    }
    List<String> notes = new ArrayList<>();
    Value logits = logits(value(head.logits(), "the output"), head, trace, notes);
    if (!logits.isData()) {
      throw new BadInputException(
          "model " + file.file() + " gives an output that does not depend on its input");
    }
    Graph graph = endingWith(trace.graph(), logits.node());
    Map<String, float[]> weights = new HashMap<>(trace.weights());
    Set<String> wanted = new HashSet<>();
    Network.forEachWeight(graph, (name, spec) -> wanted.add(name));
    weights.keySet().retainAll(wanted);
    return new Result(Network.of(graph, weights), notes);
  }

  /** Whole numbers arrive as floats, as all inputs do, and are rounded first. */
  private Value input(Tracer trace) {
    Value own = trace.input();
    if (input.isUnbatched()) {
      List<Extent> shape = trace.dims(own, "the input");
      own = ShapeLowering.reshape(node("sample"), trace, own, shape.subList(1, shape.size()));
    }
    if (!input.isWhole()) {
      return own;
    }
    Value rounded = trace.emit("rounded", new Pointwise(Pointwise.Function.ROUND), own);
    return trace.emitSized("tokens", new Cast(Cast.Target.INTEGER), List.of(), rounded);
  }

  private void lower(NodeProto proto, Tracer trace) {
    String name = OnnxNode.nameOf(proto);
    List<@Nullable Value> inputs = new ArrayList<>();
    for (String input : proto.getInputList()) {
      inputs.add(input.isEmpty() ? null : value(input, name));
    }
    OnnxNode node =
        new OnnxNode(
            proto,
            name,
            file.opset(),
            inputs,
            this::tensor,
            readers::containsKey,
            isSoleReader(proto, inputs));
    List<Value> results;
    try {
      results = Lowerings.of(proto).lower(node, trace);
    } catch (ArithmeticException e) {
      throw node.unsupported("its shapes are too large");
    } catch (BadInputException | BatchMixedException e) {
      throw e;
    } catch (RuntimeException e) {
      throw node.unsupported(Tracer.firstSentence(e));
    }
    for (int i = 0; i < results.size() && i < proto.getOutputCount(); i++) {
      String output = proto.getOutput(i);
      if (values.put(output, results.get(i)) != null && !output.isEmpty()) {
        throw node.unsupported("it gives '" + output + "', which is there already");
      }
    }
  }

  /** Whether no other node reads any of its inputs, not under another name either. */
  private boolean isSoleReader(NodeProto proto, List<@Nullable Value> inputs) {
    return proto.getInputList().stream().allMatch(input -> readers.getOrDefault(input, 0) == 1)
        && values.values().stream().filter(inputs::contains).count() <= inputs.size();
  }

  private Tensor tensor(AttributeProto attribute) {
    return tensors.read(attribute.getT());
  }

  private Value value(String name, String reader) {
    Value known = values.get(name);
    if (known != null) {
      return known;
    }
    TensorProto initializer = initializers.get(name);
    if (initializer == null) {
      throw new BadInputException(
          "model %s is broken: '%s' reads '%s', which nothing before it gives"
              .formatted(file.file(), reader, name));
    }
    Value value = Value.constant(tensors.read(initializer));
    values.put(name, value);
    return value;
  }

  /**
   * As logits {@code [n, classes]}: a single score becomes two, 0 and the score, unless the output
   * is wanted as written.
   */
  private Value logits(Value output, Head head, Tracer trace, List<String> notes) {
    OnnxNode node = node("logits");
    Value value = output;
    List<Extent> shape = trace.dims(value, "the output");
    if (value.isData() && value.small().dtype() != DType.FLOAT32) {
      throw new BadInputException(
          "model %s is no classifier with scores: its output is of type %s"
              .formatted(file.file(), value.small().dtype()));
    }
    long samples = trace.samples();
    long count =
        shape.stream().mapToLong(extent -> extent.of(samples)).reduce(1, Math::multiplyExact);
    requireSoftmaxOverClasses(head, value.small(), count / samples);
    boolean batchFirst = !shape.isEmpty() && shape.get(0).equals(new Extent(1, true));
    if (!batchFirst && !trace.isOneByOne()) {
      throw new BatchMixedException("the output does not begin with the batch");
    }
    Extent batch = trace.isOneByOne() ? new Extent(1, false) : new Extent(1, true);
    if (shape.size() != 2 || !shape.get(0).equals(batch)) {
      value =
          ShapeLowering.reshape(
              node, trace, value, List.of(batch, new Extent(count / samples, false)));
    }
    if (count / samples != 1 || head.asWritten()) {
      return head.sigmoid()
          ? trace.emit("probabilities", new Pointwise(Pointwise.Function.SIGMOID), value)
          : value;
    }
    notes.add(
        head.sigmoid()
            ? "a single sigmoid at the end: class 1 above 0.5, the logits are 0 and its argument"
            : "a single score at the end: class 1 above 0, the logits are 0 and the score"
                + (isWithinOne(output)
                    ? " (if it is a probability, that is the wrong place)"
                    : ""));
    Map<String, Tensor> weights = Map.of("weight", Tensors.of(new float[] {0, 1}, 2, 1));
    return trace.emit("logits", new Linear(1, 2, false), weights, value);
  }

  private static boolean isWithinOne(Value scores) {
    return Arrays.stream(scores.large().doubles()).allMatch(score -> score >= 0 && score <= 1);
  }

  private void requireSoftmaxOverClasses(Head head, Tensor logits, long classes) {
    if (head.axis().isEmpty() || (file.opset() < 13 && head.axis().getAsLong() == 1)) {
      return;
    }
    long given = head.axis().getAsLong();
    long axis = given < 0 ? given + logits.rank() : given;
    if (axis < 0 || axis >= logits.rank() || logits.size((int) axis) != classes) {
      if (head.covered()) {
        throw new SoftmaxElsewhereException();
      }
      throw new BadInputException(
          "model %s is no classifier: it ends in a softmax over dimension %d of %s"
              .formatted(file.file(), axis, Arrays.toString(logits.shape())));
    }
  }

  private OnnxNode node(String name) {
    NodeProto proto = NodeProto.newBuilder().setName(name).setOpType("Reshape").build();
    return new OnnxNode(
        proto, name, file.opset(), List.of(), this::tensor, readers::containsKey, false);
  }

  /** Without nodes that the last one does not need. */
  private static Graph endingWith(Graph graph, @Nullable String last) {
    Set<String> wanted = new HashSet<>();
    if (last != null) {
      wanted.add(last);
    }
    List<Graph.Node> kept = new ArrayList<>();
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Graph.Node node = graph.nodes().get(i);
      if (wanted.contains(node.name())) {
        wanted.addAll(node.inputs());
        kept.add(0, node);
      }
    }
    return new Graph(kept, graph.oneByOne());
  }
}
