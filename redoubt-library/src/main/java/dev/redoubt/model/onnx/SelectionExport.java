package dev.redoubt.model.onnx;

import dev.redoubt.nn.operator.ArgMax;
import dev.redoubt.nn.operator.Concat;
import dev.redoubt.nn.operator.CumSum;
import dev.redoubt.nn.operator.Gather;
import dev.redoubt.nn.operator.OneHot;
import dev.redoubt.nn.operator.Slice;
import dev.redoubt.nn.operator.TopK;
import dev.redoubt.tensor.DType;
import java.util.List;

/** Operators that put parts together or pick parts out. */
final class SelectionExport {
  private SelectionExport() {}

  static void register(Exports table) {
    table.put(
        Concat.class,
        (operator, node) ->
            node.give(
                "Concat",
                node.allAs(node.result().type()),
                Attribute.integer("axis", operator.dim())));
    table.put(
        Gather.class,
        (operator, node) ->
            node.give(
                "Gather",
                List.of(node.in(0), node.as(1, DType.INT64)),
                Attribute.integer("axis", operator.axis())));
    table.put(Slice.class, SelectionExport::slice);
    table.put(
        ArgMax.class,
        (operator, node) ->
            node.give(
                "ArgMax",
                List.of(node.floating(0)),
                Attribute.integer("axis", operator.axis()),
                Attribute.flag("keepdims", operator.keepDims()),
                Attribute.flag("select_last_index", operator.selectLast())));
    table.put(TopK.class, SelectionExport::topK);
    table.put(OneHot.class, SelectionExport::oneHot);
    table.put(CumSum.class, SelectionExport::cumSum);
  }

  private static String slice(Slice slice, NodeExport node) {
    return node.give(
        "Slice",
        List.of(
            node.in(0),
            node.longs("starts", List.of(slice.start())),
            node.longs("ends", List.of(slice.end())),
            node.longs("axes", List.of(slice.axis())),
            node.longs("steps", List.of(slice.step()))));
  }

  private static String topK(TopK top, NodeExport node) {
    return node.giveOneOfTwo(
        top.part() == TopK.Part.VALUES,
        "TopK",
        List.of(node.in(0), node.longs("k", List.of(top.k()))),
        Attribute.integer("axis", top.axis()),
        Attribute.flag("largest", top.largest()),
        Attribute.flag("sorted", true));
  }

  private static String oneHot(OneHot oneHot, NodeExport node) {
    DType type = node.result().type() == DType.BOOL ? DType.INT64 : node.result().type();
    List<String> reads =
        List.of(
            node.as(0, DType.INT64),
            node.longs("depth", List.of(oneHot.depth())),
            node.as(1, type));
    return type == node.result().type()
        ? node.give("OneHot", reads, Attribute.integer("axis", oneHot.axis()))
        : node.giveAs(
            node.step("whole", "OneHot", reads, Attribute.integer("axis", oneHot.axis())), type);
  }

  private static String cumSum(CumSum sum, NodeExport node) {
    return node.give(
        "CumSum",
        List.of(
            node.as(0, node.result().type()), node.longs(List.of(), List.of((long) sum.axis()))),
        Attribute.flag("exclusive", sum.exclusive()),
        Attribute.flag("reverse", sum.reverse()));
  }
}
