package dev.redoubt.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.redoubt.nn.operator.Reduce;
import dev.redoubt.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/** Reductions along dimensions. Runtimes have some of them for floats alone. */
final class ReductionExport {
  private ReductionExport() {}

  static void register(Exports table) {
    table.put(Reduce.class, ReductionExport::write);
  }

  private static String write(Reduce reduce, NodeExport node) {
    return switch (reduce.kind()) {
      case SUM -> ofAny(reduce, node, "ReduceSum");
      case MAX -> ofAny(reduce, node, "ReduceMax");
      case MIN -> ofAny(reduce, node, "ReduceMin");
      case PROD -> ofAny(reduce, node, "ReduceProd");
      case MEAN -> ofFloats(reduce, node, "ReduceMean");
      case L2 -> ofFloats(reduce, node, "ReduceL2");
      case LOG_SUM -> ofFloats(reduce, node, "ReduceLogSum");
      case LOG_SUM_EXP -> ofFloats(reduce, node, "ReduceLogSumExp");
      case L1 -> {
        if (node.result().isFloating()) {
          yield ofFloats(reduce, node, "ReduceL1");
        }
        String sizes = node.step("sizes", "Abs", List.of(node.as(0, DType.INT64)));
        yield reduced(reduce, node, "ReduceSum", sizes, DType.INT64);
      }
      case SUM_SQUARE -> {
        if (node.result().isFloating()) {
          yield ofFloats(reduce, node, "ReduceSumSquare");
        }
        String x = node.as(0, DType.INT64);
        String squares = node.step("squares", "Mul", List.of(x, x));
        yield reduced(reduce, node, "ReduceSum", squares, DType.INT64);
      }
    };
  }

  private static String ofAny(Reduce reduce, NodeExport node, String type) {
    DType own = node.result().type() == DType.BOOL ? DType.INT64 : node.result().type();
    return reduced(reduce, node, type, node.as(0, own), own);
  }

  private static String ofFloats(Reduce reduce, NodeExport node, String type) {
    return reduced(reduce, node, type, node.floating(0), DType.FLOAT32);
  }

  /** Axes are an input of the sum, and attributes of the others until opset 18. */
  private static String reduced(
      Reduce reduce, NodeExport node, String type, String x, DType computed) {
    List<String> reads = new ArrayList<>(List.of(x));
    List<AttributeProto> attributes = new ArrayList<>();
    attributes.add(Attribute.flag("keepdims", reduce.keepDims()));
    if (!reduce.axes().isEmpty()) {
      if (type.equals("ReduceSum")) {
        reads.add(node.longs("axes", reduce.axes()));
      } else {
        attributes.add(Attribute.integers("axes", reduce.axes()));
      }
    }
    AttributeProto[] all = attributes.toArray(AttributeProto[]::new);
    return computed == node.result().type()
        ? node.give(type, reads, all)
        : node.giveAs(node.step("reduced", type, reads, all), computed);
  }
}
