package dev.redoubt.model.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.redoubt.nn.operator.Cast;
import dev.redoubt.nn.operator.Extent;
import dev.redoubt.nn.operator.RandomNormal;
import dev.redoubt.nn.operator.RandomUniform;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Constants, casts, random values, and operators that do nothing in a deployed model. */
final class ValueLowering {
  private ValueLowering() {}

  static void register(Map<String, Lowering> table) {
    table.put("Identity", Lowering.of((node, trace) -> node.input(0)));
    table.put("Dropout", Lowering.of(ValueLowering::dropout));
    table.put("Constant", Lowering.of((node, trace) -> Value.constant(constant(node))));
    table.put("Cast", Lowering.of(ValueLowering::cast));
    table.put("RandomNormal", Lowering.of((node, trace) -> random(node, trace, shape(node))));
    table.put("RandomUniform", Lowering.of((node, trace) -> random(node, trace, shape(node))));
    table.put("RandomNormalLike", Lowering.of(ValueLowering::randomLike));
    table.put("RandomUniformLike", Lowering.of(ValueLowering::randomLike));
  }

  private static Value dropout(OnnxNode node, Tracer trace) {
    if (node.isRead(1)) {
      throw node.unsupported("it gives its mask");
    }
    if (node.has(2) && node.constant(2).item() != 0) {
      throw node.unsupported("it is in training mode");
    }
    return node.input(0);
  }

  private static Tensor constant(OnnxNode node) {
    Tensor value = node.tensor("value");
    if (value != null) {
      return value;
    }
    if (node.hasAttribute("value_float")) {
      return Tensors.scalar(node.real("value_float", 0));
    }
    if (node.hasAttribute("value_int")) {
      return Tensors.of(new long[] {node.integer("value_int", 0L)});
    }
    if (node.hasAttribute("value_floats")) {
      float[] values = node.reals("value_floats");
      return Tensors.of(values, values.length);
    }
    if (node.hasAttribute("value_ints")) {
      long[] values = node.integers("value_ints");
      return Tensors.of(values, values.length);
    }
    throw node.unsupported("its value is no dense tensor of numbers");
  }

  /** All floating-point types are one: the type in which the network is run. */
  private static Value cast(OnnxNode node, Tracer trace) {
    Cast.Target target =
        switch (TensorProto.DataType.forNumber(node.integer("to", 0))) {
          case FLOAT, FLOAT16, DOUBLE, BFLOAT16 -> Cast.Target.FLOATING;
          case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> Cast.Target.INTEGER;
          case BOOL -> Cast.Target.BOOLEAN;
          default -> throw node.unsupported("its type is " + node.integer("to", 0));
        };
    Value x = node.input(0);
    boolean overflows = x.isData() && x.small().dtype() == DType.FLOAT32 && isNarrow(node);
    if (overflows) {
      throw node.unsupported("it casts samples to integers of 8 or 16 bits, which may overflow");
    }
    if (x.isData()) {
      return x.small().dtype() == type(target)
          ? x
          : trace.emitSized(node.name(), new Cast(target), List.of(), x);
    }
    return trace.shaped(x, tensor -> tensor.to(type(target)));
  }

  private static boolean isNarrow(OnnxNode node) {
    return switch (node.integer("to", 0)) {
      case TensorProto.DataType.INT8_VALUE,
          TensorProto.DataType.UINT8_VALUE,
          TensorProto.DataType.INT16_VALUE,
          TensorProto.DataType.UINT16_VALUE ->
          true;
      default -> false;
    };
  }

  private static DType type(Cast.Target target) {
    return switch (target) {
      case FLOATING -> DType.FLOAT32;
      case INTEGER -> DType.INT64;
      case BOOLEAN -> DType.BOOL;
    };
  }

  private static List<Extent> shape(OnnxNode node) {
    long[] shape = node.integers("shape");
    return new ArrayList<>(
        Arrays.stream(shape).mapToObj(length -> new Extent(length, false)).toList());
  }

  private static Value randomLike(OnnxNode node, Tracer trace) {
    return random(node, trace, new ArrayList<>(trace.dims(node.input(0), node.name())));
  }

  /** Each sample has draws of its own, also where the file fixes the batch. */
  private static Value random(OnnxNode node, Tracer trace, List<Extent> shape) {
    if (!shape.isEmpty() && shape.get(0).equals(new Extent(trace.samples(), false))) {
      shape.set(0, new Extent(1, true));
    }
    if (shape.isEmpty() || !shape.get(0).perSample()) {
      throw node.unsupported("its shape does not begin with the batch");
    }
    return trace.emitSized(
        node.name(),
        node.type().startsWith("RandomNormal")
            ? new RandomNormal(shape, node.real("mean", 0), node.real("scale", 1))
            : new RandomUniform(shape, node.real("low", 0), node.real("high", 1)),
        shape);
  }
}
