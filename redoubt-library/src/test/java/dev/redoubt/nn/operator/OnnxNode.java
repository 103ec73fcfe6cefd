package dev.redoubt.nn.operator;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.nio.LongBuffer;
import java.util.Map;

/** A model of one ONNX node whose inputs are constants, run by ONNX Runtime. */
final class OnnxNode {
  private final NodeProto.Builder node;
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("one node");
  private final int opset;

  private OnnxNode(String type, int opset) {
    this.node = NodeProto.newBuilder().setOpType(type).setName(type);
    this.opset = opset;
  }

  static OnnxNode of(String type, int opset) {
    return new OnnxNode(type, opset);
  }

  OnnxNode set(String name, long... values) {
    AttributeProto.Builder attribute = attribute(name, AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    node.addAttribute(attribute);
    return this;
  }

  OnnxNode setInt(String name, long value) {
    node.addAttribute(attribute(name, AttributeProto.AttributeType.INT).setI(value));
    return this;
  }

  OnnxNode setFloat(String name, double value) {
    node.addAttribute(attribute(name, AttributeProto.AttributeType.FLOAT).setF((float) value));
    return this;
  }

  OnnxNode setText(String name, String value) {
    node.addAttribute(
        attribute(name, AttributeProto.AttributeType.STRING)
            .setS(com.google.protobuf.ByteString.copyFromUtf8(value)));
    return this;
  }

  private static AttributeProto.Builder attribute(String name, AttributeProto.AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }

  OnnxNode in(Tensor... tensors) {
    for (Tensor tensor : tensors) {
      String name = "in" + node.getInputCount();
      node.addInput(name);
      graph.addInitializer(proto(tensor).setName(name));
    }
    return this;
  }

  OnnxNode in(long... values) {
    return in(Tensors.ofLongs(values));
  }

  OnnxNode withoutInput() {
    node.addInput("");
    return this;
  }

  private static TensorProto.Builder proto(Tensor tensor) {
    TensorProto.Builder proto = TensorProto.newBuilder();
    for (long length : tensor.shape()) {
      proto.addDims(length);
    }
    switch (tensor.dtype()) {
      case FLOAT32 -> {
        proto.setDataType(TensorProto.DataType.FLOAT.getNumber());
        for (float value : tensor.floats()) {
          proto.addFloatData(value);
        }
      }
      case FLOAT64 -> {
        proto.setDataType(TensorProto.DataType.DOUBLE.getNumber());
        for (double value : tensor.doubles()) {
          proto.addDoubleData(value);
        }
      }
      case INT64 -> {
        proto.setDataType(TensorProto.DataType.INT64.getNumber());
        for (long value : tensor.longs()) {
          proto.addInt64Data(value);
        }
      }
      case BOOL -> {
        proto.setDataType(TensorProto.DataType.BOOL.getNumber());
        for (long value : tensor.longs()) {
          proto.addInt32Data((int) value);
        }
      }
    }
    return proto;
  }

  /** The only output. */
  Tensor run() {
    return run(0, 1);
  }

  /** One of several outputs. */
  Tensor run(int output, int outputs) {
    for (int i = 0; i < outputs; i++) {
      node.addOutput("out" + i);
    }
    graph.addNode(node).addOutput(ValueInfoProto.newBuilder().setName("out" + output));
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
            .setGraph(graph)
            .build();
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      options.setIntraOpNumThreads(1);
      try (OrtSession session = environment.createSession(model.toByteArray(), options);
          OrtSession.Result result = session.run(Map.of())) {
        return tensor((OnnxTensor) result.get(0));
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Tensor tensor(OnnxTensor result) {
    long[] shape = result.getInfo().getShape();
    switch (result.getInfo().type) {
      case FLOAT -> {
        float[] values = new float[result.getFloatBuffer().remaining()];
        result.getFloatBuffer().get(values);
        return Tensors.of(values, shape);
      }
      case DOUBLE -> {
        double[] values = new double[result.getDoubleBuffer().remaining()];
        result.getDoubleBuffer().get(values);
        return Tensors.of(values, shape);
      }
      case INT64 -> {
        LongBuffer buffer = result.getLongBuffer();
        long[] values = new long[buffer.remaining()];
        buffer.get(values);
        return Tensors.of(values, shape);
      }
      case BOOL -> {
        byte[] bytes = new byte[result.getByteBuffer().remaining()];
        result.getByteBuffer().get(bytes);
        long[] values = new long[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
          values[i] = bytes[i];
        }
        return Tensors.of(values, shape).to(DType.BOOL);
      }
      default -> throw new IllegalStateException("ONNX Runtime gave " + result.getInfo());
    }
  }
}
