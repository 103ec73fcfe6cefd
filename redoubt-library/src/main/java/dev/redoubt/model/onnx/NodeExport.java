package dev.redoubt.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.redoubt.BadInputException;
import dev.redoubt.nn.Graph;
import dev.redoubt.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/** One node of our graph while it is written as one or more of ONNX. */
final class NodeExport {
  private final GraphWriter graph;
  private final Graph.Node node;
  private final List<OnnxValue> inputs;
  private final OnnxValue result;

  /**
   * A node.
   *
   * @param inputs the values that it reads
   * @param result the value that it is to give, under a name that is reserved for it
   */
  NodeExport(GraphWriter graph, Graph.Node node, List<OnnxValue> inputs, OnnxValue result) {
    this.graph = graph;
    this.node = node;
    this.inputs = inputs;
    this.result = result;
  }

  List<OnnxValue> inputs() {
    return inputs;
  }

  OnnxValue input(int index) {
    return inputs.get(index);
  }

  /** The name of an input. */
  String in(int index) {
    return input(index).name();
  }

  /** The value that the node is to give. */
  OnnxValue result() {
    return result;
  }

  /** The name of one of the operator's weights. */
  String weight(String name) {
    return node.name() + "." + name;
  }

  /** An ONNX node on the way; gives the name of its value. */
  String step(String part, String type, List<String> reads, AttributeProto... attributes) {
    String output = graph.value(node.name() + "/" + part);
    graph.add(graph.node(node.name() + "/" + part), type, reads, List.of(output), attributes);
    return output;
  }

  /** The ONNX node that gives the result; gives the name of its value. */
  String give(String type, List<String> reads, AttributeProto... attributes) {
    graph.add(graph.node(node.name()), type, reads, List.of(result.name()), attributes);
    return result.name();
  }

  /** An ONNX node of two outputs, of which the result is one. */
  String giveOneOfTwo(boolean first, String type, List<String> reads, AttributeProto... given) {
    String other = graph.value(node.name() + "/unused");
    List<String> outputs = first ? List.of(result.name(), other) : List.of(other, result.name());
    graph.add(graph.node(node.name()), type, reads, outputs, given);
    return result.name();
  }

  /** The result out of a value of the same shape, whose element type may be another. */
  String giveAs(String value, DType type) {
    return type == result.type()
        ? give("Identity", List.of(value))
        : give("Cast", List.of(value), Attribute.type("to", result.type()));
  }

  /** Integers of the node's own, in a list. */
  String longs(String part, List<? extends Number> values) {
    long[] array = values.stream().mapToLong(Number::longValue).toArray();
    return graph.longs(node.name() + "/" + part, array, List.of((long) array.length));
  }

  /** Integers of the node's own, in any shape. */
  String longs(List<Long> shape, List<Long> values) {
    return graph.longs(node.name(), values.stream().mapToLong(Long::longValue).toArray(), shape);
  }

  /** Floats of the node's own. */
  String floats(String part, float[] values, List<Long> shape) {
    return graph.floats(node.name() + "/" + part, values, shape);
  }

  /** A single float. */
  String scalar(String part, double value) {
    return floats(part, new float[] {(float) value}, List.of());
  }

  /** A single number of the element type of {@code like}. */
  String scalar(String part, double value, OnnxValue like) {
    return like.isFloating()
        ? scalar(part, value)
        : graph.longs(node.name() + "/" + part, new long[] {(long) value}, List.of());
  }

  /** An input in another element type. */
  String as(int index, DType type) {
    OnnxValue value = input(index);
    return value.type() == type
        ? value.name()
        : step("as" + index, "Cast", List.of(value.name()), Attribute.type("to", type));
  }

  /** All inputs in another element type. */
  List<String> allAs(DType type) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      names.add(as(i, type));
    }
    return names;
  }

  /** An input for an operator that ONNX has for floats alone. */
  String floating(int index) {
    return as(index, DType.FLOAT32);
  }

  /** The length of a dimension, which must be the same for any batch. */
  int length(OnnxValue value, int axis) {
    long length = value.shape().get(axis);
    if (length == OnnxValue.OPEN) {
      throw unsupported("it works along the batch");
    }
    return Math.toIntExact(length);
  }

  /** What can't be done with this node. */
  BadInputException unsupported(String why) {
    return new BadInputException(
        "node '%s' (%s) can't be written as ONNX: %s"
            .formatted(node.name(), node.operator().getClass().getSimpleName(), why));
  }
}
