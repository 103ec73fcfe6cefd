package dev.redoubt.model.onnx;

import dev.redoubt.nn.operator.Extent;
import dev.redoubt.nn.operator.Pad;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pad: amounts were attributes up to opset 10, and are inputs since. */
final class PaddingLowering {
  private PaddingLowering() {}

  static void register(Map<String, Lowering> table) {
    table.put("Pad", Lowering.of(PaddingLowering::lower));
  }

  private static Value lower(OnnxNode node, Tracer trace) {
    Value x = node.input(0);
    long @Nullable [] pads = node.intsOf("pads", 1);
    long[] all = new long[x.rank()];
    Arrays.setAll(all, i -> i);
    long[] axes = node.has(3) ? node.constant(3).longs() : all;
    if (pads == null || pads.length != 2 * axes.length) {
      throw node.unsupported("its pads are not two for each dimension");
    }
    List<Long> before = new ArrayList<>(Collections.nCopies(x.rank(), 0L));
    List<Long> after = new ArrayList<>(before);
    List<Extent> shape = new ArrayList<>(trace.dims(x, node.name()));
    for (int i = 0; i < axes.length; i++) {
      int axis = node.axis(axes[i], x.rank());
      before.set(axis, pads[i]);
      after.set(axis, pads[axes.length + i]);
      Extent extent = shape.get(axis);
      if (extent.perSample() && (pads[i] != 0 || pads[axes.length + i] != 0)) {
        throw new BatchMixedException("node '" + node.name() + "' pads the batch");
      }
      long length = Math.addExact(extent.factor(), Math.addExact(pads[i], pads[axes.length + i]));
      shape.set(axis, new Extent(length, extent.perSample()));
    }
    trace.requireRoom(node.name(), shape);
    double value = node.has(2) ? node.number(2) : node.real("value", 0);
    return trace.emit(node.name(), new Pad(before, after, border(node), value), x);
  }

  private static Pad.Border border(OnnxNode node) {
    String mode = node.text("mode", "constant");
    return switch (mode) {
      case "constant" -> Pad.Border.CONSTANT;
      case "reflect" -> Pad.Border.REFLECT;
      case "edge" -> Pad.Border.EDGE;
      case "wrap" -> Pad.Border.WRAP;
      default -> throw node.unsupported("its mode is '" + mode + "'");
    };
  }
}
