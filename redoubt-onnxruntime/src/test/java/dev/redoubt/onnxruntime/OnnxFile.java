package dev.redoubt.onnxruntime;

import ai.onnx.proto.OnnxMl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Small ONNX files for tests. */
final class OnnxFile {
  private OnnxFile() {}

  /**
   * A file with nodes from {@code x} to {@code y}.
   *
   * @param x dimensions of the input, -1 for an open one
   */
  static Path write(Path file, int type, List<Long> x, List<Long> y, OnnxMl.NodeProto... nodes)
      throws IOException {
    OnnxMl.ModelProto model =
        OnnxMl.ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setDomain("").setVersion(13))
            .setGraph(
                OnnxMl.GraphProto.newBuilder()
                    .setName("test")
                    .addInput(value("x", type, x))
                    .addOutput(value("y", type, y))
                    .addAllNode(List.of(nodes)))
            .build();
    Files.write(file, model.toByteArray());
    return file;
  }

  static OnnxMl.NodeProto node(String operator, String input, String output) {
    return OnnxMl.NodeProto.newBuilder()
        .setOpType(operator)
        .addInput(input)
        .addOutput(output)
        .build();
  }

  /** A conversion to another element type. */
  static OnnxMl.NodeProto cast(String input, String output, int to) {
    return node("Cast", input, output).toBuilder()
        .addAttribute(
            OnnxMl.AttributeProto.newBuilder()
                .setName("to")
                .setType(OnnxMl.AttributeProto.AttributeType.INT)
                .setI(to))
        .build();
  }

  /** A softmax over {@code axis}. */
  static OnnxMl.NodeProto softmax(String input, String output, int axis) {
    return node("Softmax", input, output).toBuilder()
        .addAttribute(
            OnnxMl.AttributeProto.newBuilder()
                .setName("axis")
                .setType(OnnxMl.AttributeProto.AttributeType.INT)
                .setI(axis))
        .build();
  }

  private static OnnxMl.ValueInfoProto value(String name, int type, List<Long> shape) {
    OnnxMl.TensorShapeProto.Builder dimensions = OnnxMl.TensorShapeProto.newBuilder();
    for (int i = 0; i < shape.size(); i++) {
      OnnxMl.TensorShapeProto.Dimension.Builder dimension =
          OnnxMl.TensorShapeProto.Dimension.newBuilder();
      dimensions.addDim(
          shape.get(i) < 0 ? dimension.setDimParam("d" + i) : dimension.setDimValue(shape.get(i)));
    }
    return OnnxMl.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            OnnxMl.TypeProto.newBuilder()
                .setTensorType(
                    OnnxMl.TypeProto.Tensor.newBuilder().setElemType(type).setShape(dimensions)))
        .build();
  }
}
