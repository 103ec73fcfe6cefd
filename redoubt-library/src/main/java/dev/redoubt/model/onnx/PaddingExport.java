package dev.redoubt.model.onnx;

import dev.redoubt.nn.operator.Pad;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Borders. */
final class PaddingExport {
  private PaddingExport() {}

  static void register(Exports table) {
    table.put(Pad.class, PaddingExport::write);
  }

  private static String write(Pad pad, NodeExport node) {
    OnnxValue x = node.input(0);
    if (pad.before().size() != x.rank()) {
      throw node.unsupported("it has not one amount for each dimension");
    }
    if (!isOperator(pad, node)) {
      return gathered(pad, node);
    }
    List<Long> amounts = new ArrayList<>(pad.before());
    amounts.addAll(pad.after());
    List<String> reads = new ArrayList<>(List.of(x.name(), node.longs("pads", amounts)));
    boolean constant = pad.border() == Pad.Border.CONSTANT;
    if (constant) {
      reads.add(node.scalar("value", pad.value(), x));
    }
    String mode = constant ? "constant" : pad.border() == Pad.Border.EDGE ? "edge" : "reflect";
    return node.give("Pad", reads, Attribute.text("mode", mode));
  }

  /** ONNX wraps around since opset 19 only, and mirrors at most once. */
  private static boolean isOperator(Pad pad, NodeExport node) {
    if (pad.border() == Pad.Border.CONSTANT) {
      return true;
    }
    boolean fits = pad.border() != Pad.Border.WRAP;
    for (int i = 0; fits && i < pad.before().size(); i++) {
      long least = Math.min(pad.before().get(i), pad.after().get(i));
      long most = Math.max(pad.before().get(i), pad.after().get(i));
      boolean none = least == 0 && most == 0;
      fits =
          none
              || (least >= 0
                  && (pad.border() == Pad.Border.EDGE || most < node.length(node.input(0), i)));
    }
    return fits;
  }

  /** The elements picked one dimension after another; which ones, the operator itself says. */
  private static String gathered(Pad pad, NodeExport node) {
    String value = node.in(0);
    for (int axis = 0; axis < pad.before().size(); axis++) {
      long before = pad.before().get(axis);
      long after = pad.after().get(axis);
      if (before != 0 || after != 0) {
        int length = node.length(node.input(0), axis);
        long[] places = LongStream.range(0, length).toArray();
        Pad own = new Pad(List.of(before), List.of(after), pad.border(), 0);
        long[] sources = Scope.value(() -> Probe.value(own, Tensors.of(places, length)).longs());
        String picked = node.longs("places" + axis, Arrays.stream(sources).boxed().toList());
        value =
            node.step(
                "axis" + axis, "Gather", List.of(value, picked), Attribute.integer("axis", axis));
      }
    }
    return node.give("Identity", List.of(value));
  }
}
