package dev.redoubt.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.redoubt.tensor.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects the nodes and the tensors of an ONNX graph, each under a name of its own. */
final class GraphWriter {
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("redoubt");
  private final Set<String> values = new HashSet<>();
  private final Set<String> nodes = new HashSet<>();

  /** The graph so far, to be completed. */
  GraphProto.Builder graph() {
    return graph;
  }

  /** The wanted name for a value, or one like it if it is taken. */
  String value(String wanted) {
    return unique(values, wanted);
  }

  /** The wanted name for a node, or one like it if it is taken. */
  String node(String wanted) {
    return unique(nodes, wanted);
  }

  private static String unique(Set<String> taken, String wanted) {
    String name = wanted;
    for (int i = 2; !taken.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }

  /** Appends a node. */
  void add(
      String name,
      String type,
      List<String> inputs,
      List<String> outputs,
      AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setName(name)
            .setOpType(type)
            .addAllInput(inputs)
            .addAllOutput(outputs)
            .addAllAttribute(List.of(attributes)));
  }

  /** A tensor of floats; gives its name. */
  String floats(String wanted, float[] values, List<Long> shape) {
    ByteBuffer bytes = littleEndian(Math.multiplyExact(4, values.length));
    bytes.asFloatBuffer().put(values);
    return tensor(wanted, DType.FLOAT32, bytes, shape);
  }

  /** A tensor of integers; gives its name. */
  String longs(String wanted, long[] values, List<Long> shape) {
    ByteBuffer bytes = littleEndian(Math.multiplyExact(8, values.length));
    bytes.asLongBuffer().put(values);
    return tensor(wanted, DType.INT64, bytes, shape);
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private String tensor(String wanted, DType type, ByteBuffer bytes, List<Long> shape) {
    String name = value(wanted);
    ByteString raw = UnsafeByteOperations.unsafeWrap(bytes); // nobody writes to it any more
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(Attribute.number(type))
            .addAllDims(shape)
            .setRawData(raw));
    return name;
  }
}
