package dev.redoubt.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.redoubt.tensor.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ONNX models written as text, statements separated by semicolons or line ends:
 *
 * <ul>
 *   <li>{@code w = float[8,3,3,3]}: a weight with fixed random values in [-1, 1)
 *   <li>{@code s = int64{1,-1}}: a vector; {@code int64[]{3}} a scalar, {@code float[2,1]{1,2}} a
 *       matrix
 *   <li>{@code a b = Op x - w axis=1 alpha=0.5 pads=[1,1] mode=edge}: a node; {@code -} is an input
 *       left out; {@code value=float{1}} a tensor
 * </ul>
 */
final class OnnxText {
  private static final Pattern TENSOR =
      Pattern.compile("(float|double|int64|int32|bool)(\\[([-\\d,]*)])?(\\{([^}]*)})?");

  private final int opset;
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");

  OnnxText(int opset, String text) {
    this.opset = opset;
    for (String statement : text.split("[;\n]", -1)) {
      if (!statement.isBlank()) {
        add(statement.strip());
      }
    }
  }

  private void add(String statement) {
    String[] sides = statement.split(" = ", 2);
    if (TENSOR.matcher(sides[1]).matches()) {
      graph.addInitializer(tensor(sides[0], sides[1]));
      return;
    }
    String[] words = sides[1].split(" +", -1);
    NodeProto.Builder node = NodeProto.newBuilder();
    int colon = words[0].lastIndexOf(':');
    node.setDomain(colon < 0 ? "" : words[0].substring(0, colon));
    node.setOpType(words[0].substring(colon + 1));
    for (String output : sides[0].split(" +", -1)) {
      node.addOutput(output.equals("-") ? "" : output);
    }
    for (String word : Arrays.copyOfRange(words, 1, words.length)) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        node.addInput(word.equals("-") ? "" : word);
      } else {
        node.addAttribute(attribute(word.substring(0, equals), word.substring(equals + 1)));
      }
    }
    graph.addNode(node.setName("node" + graph.getNodeCount()));
  }

  private static AttributeProto attribute(String name, String value) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
    if (TENSOR.matcher(value).matches()) {
      return attribute.setType(AttributeProto.AttributeType.TENSOR).setT(tensor("", value)).build();
    }
    if (value.startsWith("[")) {
      String list = value.substring(1, value.length() - 1);
      boolean real = list.contains(".");
      for (String entry : list.isEmpty() ? new String[0] : list.split(",", -1)) {
        if (real) {
          attribute.addFloats(Float.parseFloat(entry));
        } else {
          attribute.addInts(Long.parseLong(entry));
        }
      }
      return attribute
          .setType(real ? AttributeProto.AttributeType.FLOATS : AttributeProto.AttributeType.INTS)
          .build();
    }
    if (value.matches("-?\\d+")) {
      return attribute
          .setType(AttributeProto.AttributeType.INT)
          .setI(Long.parseLong(value))
          .build();
    }
    if (value.matches("-?[\\d.]+(E-?\\d+)?")) {
      return attribute
          .setType(AttributeProto.AttributeType.FLOAT)
          .setF(Float.parseFloat(value))
          .build();
    }
    return attribute
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  private static TensorProto tensor(String name, String text) {
    Matcher match = TENSOR.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException(text);
    }
    String values = match.group(5);
    long[] shape =
        match.group(3) == null
            ? new long[] {values == null || values.isBlank() ? 0 : values.split(",", -1).length}
            : longs(match.group(3));
    int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    TensorProto.Builder tensor = TensorProto.newBuilder().setName(name);
    Arrays.stream(shape).forEach(tensor::addDims);
    RandomStream stream = RandomStream.of(11, count, "weights/" + name);
    String[] given = values == null || values.isBlank() ? new String[0] : values.split(",", -1);
    for (int i = 0; i < count; i++) {
      double value =
          values == null ? 2 * stream.uniform() - 1 : Double.parseDouble(given[i % given.length]);
      switch (match.group(1)) {
        case "float" -> tensor.addFloatData((float) value);
        case "double" -> tensor.addDoubleData(value);
        case "int64" -> tensor.addInt64Data((long) value);
        default -> tensor.addInt32Data((int) value);
      }
    }
    return tensor.setDataType(type(match.group(1))).build();
  }

  private static int type(String name) {
    return switch (name) {
      case "float" -> TensorProto.DataType.FLOAT_VALUE;
      case "double" -> TensorProto.DataType.DOUBLE_VALUE;
      case "int64" -> TensorProto.DataType.INT64_VALUE;
      case "int32" -> TensorProto.DataType.INT32_VALUE;
      default -> TensorProto.DataType.BOOL_VALUE;
    };
  }

  private static long[] longs(String list) {
    return list.isBlank()
        ? new long[0]
        : Arrays.stream(list.split(",", -1)).mapToLong(Long::parseLong).toArray();
  }

  /**
   * The model.
   *
   * @param type the element type of its input {@code x}
   * @param batch the batch size that it is written for, or 0 to leave it open
   * @param shape one sample's shape
   * @param outputs the values that it gives
   */
  ModelProto model(String type, int batch, List<Integer> shape, String... outputs) {
    GraphProto.Builder whole = graph.clone();
    TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
    TensorShapeProto.Dimension.Builder first = TensorShapeProto.Dimension.newBuilder();
    dims.addDim(batch > 0 ? first.setDimValue(batch) : first.setDimParam("n"));
    shape.forEach(n -> dims.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(n)));
    whole.addInput(
        ValueInfoProto.newBuilder()
            .setName("x")
            .setType(TypeProto.newBuilder().setTensorType(tensorType(type(type)).setShape(dims))));
    for (String output : outputs) {
      whole.addOutput(value(output, TensorProto.DataType.FLOAT_VALUE));
    }
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .setGraph(whole)
        .build();
  }

  private static ValueInfoProto.Builder value(String name, int type) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensorType(type)));
  }

  private static TypeProto.Tensor.Builder tensorType(int type) {
    return TypeProto.Tensor.newBuilder().setElemType(type);
  }
}
