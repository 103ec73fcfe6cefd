package dev.redoubt.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.redoubt.nn.Size;
import dev.redoubt.tensor.DType;
import java.util.List;

/** Attributes of ONNX nodes. */
final class Attribute {
  private Attribute() {}

  static AttributeProto integer(String name, long value) {
    return of(name, AttributeProto.AttributeType.INT).setI(value).build();
  }

  static AttributeProto flag(String name, boolean value) {
    return integer(name, value ? 1 : 0);
  }

  static AttributeProto integers(String name, List<? extends Number> values) {
    AttributeProto.Builder attribute = of(name, AttributeProto.AttributeType.INTS);
    values.forEach(value -> attribute.addInts(value.longValue()));
    return attribute.build();
  }

  static AttributeProto size(String name, Size size) {
    return integers(name, List.of(size.height(), size.width()));
  }

  /** Padding: the same amounts on both sides. */
  static AttributeProto pads(Size size) {
    return integers("pads", List.of(size.height(), size.width(), size.height(), size.width()));
  }

  static AttributeProto real(String name, double value) {
    return of(name, AttributeProto.AttributeType.FLOAT).setF((float) value).build();
  }

  static AttributeProto text(String name, String value) {
    return of(name, AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  /** An element type, as ONNX numbers them. */
  static AttributeProto type(String name, DType type) {
    return integer(name, number(type));
  }

  /** The number that ONNX gives an element type. */
  static int number(DType type) {
    return switch (type) {
      case FLOAT32, FLOAT64 -> TensorProto.DataType.FLOAT_VALUE;
      case INT64 -> TensorProto.DataType.INT64_VALUE;
      case BOOL -> TensorProto.DataType.BOOL_VALUE;
    };
  }

  private static AttributeProto.Builder of(String name, AttributeProto.AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }
}
