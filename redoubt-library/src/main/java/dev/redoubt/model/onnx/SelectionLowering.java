package dev.redoubt.model.onnx;

import dev.redoubt.nn.operator.ArgMax;
import dev.redoubt.nn.operator.Concat;
import dev.redoubt.nn.operator.CumSum;
import dev.redoubt.nn.operator.Expand;
import dev.redoubt.nn.operator.Extent;
import dev.redoubt.nn.operator.Gather;
import dev.redoubt.nn.operator.OneHot;
import dev.redoubt.nn.operator.Pointwise;
import dev.redoubt.nn.operator.Slice;
import dev.redoubt.nn.operator.TopK;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Operators that put parts together or pick parts out. */
final class SelectionLowering {
  private SelectionLowering() {}

  static void register(Map<String, Lowering> table) {
    table.put("Concat", Lowering.of(SelectionLowering::concat));
    table.put("Split", SelectionLowering::split);
    table.put("Slice", Lowering.of(SelectionLowering::slice));
    table.put("Gather", Lowering.of(SelectionLowering::gather));
    table.put("ArgMax", Lowering.of((node, trace) -> argMax(node, trace, node.input(0))));
    table.put(
        "ArgMin",
        Lowering.of(
            (node, trace) ->
                argMax(
                    node,
                    trace,
                    trace.emit(
                        node.name() + ".negated",
                        new Pointwise(Pointwise.Function.NEGATE),
                        node.input(0)))));
    table.put("TopK", SelectionLowering::topK);
    table.put("OneHot", Lowering.of(SelectionLowering::oneHot));
    table.put("CumSum", Lowering.of(SelectionLowering::cumSum));
  }

  /** What a file of fixed batch size keeps once for all samples is repeated to meet the others. */
  private static Value concat(OnnxNode node, Tracer trace) {
    Value[] parts = node.inputs();
    int axis = node.axis(node.integer("axis", 1L), parts[0].rank());
    List<Extent> shape = new ArrayList<>(trace.dims(parts[0], node.name()));
    List<Extent> target = new ArrayList<>(shape);
    long length = 0;
    for (Value part : parts) {
      List<Extent> dims = trace.dims(part, node.name());
      for (int i = 0; i < Math.min(dims.size(), target.size()); i++) {
        if (i != axis && dims.get(i).perSample()) {
          target.set(i, dims.get(i));
        }
      }
      length += axis < dims.size() ? dims.get(axis).factor() : 0;
    }
    target.set(axis, new Extent(length, shape.get(axis).perSample()));
    trace.requireRoom(node.name(), target);
    for (int i = 0; i < parts.length; i++) {
      parts[i] = repeated(node, trace, parts[i], target, axis);
    }
    return trace.emit(node.name(), new Concat(axis), parts);
  }

  private static Value repeated(
      OnnxNode node, Tracer trace, Value part, List<Extent> target, int axis) {
    Value once = once(trace, part, target, axis);
    List<Extent> dims = new ArrayList<>(trace.dims(once, node.name()));
    boolean changed = false;
    for (int i = 0; i < Math.min(dims.size(), target.size()); i++) {
      if (i != axis
          && target.get(i).perSample()
          && !dims.get(i).perSample()
          && (dims.get(i).factor() == 1
              || dims.get(i).factor() == target.get(i).of(trace.samples()))) {
        changed |= dims.get(i).factor() == 1;
        dims.set(i, target.get(i));
      }
    }
    return changed && !part.isData()
        ? trace.emitSized(node.name() + ".repeated", new Expand(dims), dims, once)
        : part;
  }

  /** A constant of the file's batch size whose rows are equal, cut down to one row. */
  static Value once(Tracer trace, Value part, List<Extent> target, int axis) {
    Tensor value = part.small();
    boolean several = part.isConstant() && trace.samples() > 1;
    for (int i = 0; several && i < Math.min(value.rank(), target.size()); i++) {
      if (i != axis
          && target.get(i).equals(new Extent(1, true))
          && value.size(i) == trace.samples()) {
        Tensor row = Layout.slice(value, i, 0, 1, 1);
        if (Arrays.equals(Layout.expand(row, value.shape()).doubles(), value.doubles())) {
          return Value.constant(row);
        }
      }
    }
    return part;
  }

  private static List<Value> split(OnnxNode node, Tracer trace) {
    Value x = node.input(0);
    int axis = node.axis(node.integer("axis", 0L), x.rank());
    long length = whole(node, trace, x, axis);
    long @Nullable [] sizes = node.intsOf("split", 1);
    if (sizes == null) {
      long parts = node.integer("num_outputs", (long) node.outputs());
      long size = parts < 1 ? 0 : (length + parts - 1) / parts;
      sizes = new long[node.outputs()];
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] = Math.max(0, Math.min(size, length - i * size));
      }
    }
    if (sizes.length != node.outputs() || Arrays.stream(sizes).sum() != length) {
      throw node.unsupported(
          "it splits %d into %s for %d outputs"
              .formatted(length, Arrays.toString(sizes), node.outputs()));
    }
    List<Value> parts = new ArrayList<>();
    long start = 0;
    for (long size : sizes) {
      parts.add(trace.emit(node.name(), new Slice(axis, start, start + size, 1), x));
      start += size;
    }
    return parts;
  }

  /** The length of a dimension that must not go with the batch. */
  private static long whole(OnnxNode node, Tracer trace, Value x, int axis) {
    Extent extent = trace.dims(x, node.name()).get(axis);
    if (extent.perSample()) {
      throw new BatchMixedException("node '" + node.name() + "' picks samples out of the batch");
    }
    return extent.factor();
  }

  private static Value slice(OnnxNode node, Tracer trace) {
    Value x = node.input(0);
    boolean attributes = node.opset() < 10;
    long[] starts = attributes ? node.integers("starts") : node.constant(1).longs();
    long[] ends = attributes ? node.integers("ends") : node.constant(2).longs();
    long[] all = new long[starts.length];
    Arrays.setAll(all, i -> i);
    long[] axes =
        attributes ? node.integers("axes", all) : node.has(3) ? node.constant(3).longs() : all;
    long[] steps = new long[starts.length];
    Arrays.fill(steps, 1);
    steps = node.has(4) ? node.constant(4).longs() : steps;
    if (ends.length != starts.length
        || axes.length != starts.length
        || steps.length != starts.length) {
      throw node.unsupported("its starts, ends, axes and steps differ in number");
    }
    for (int i = 0; i < starts.length; i++) {
      int axis = node.axis(axes[i], x.rank());
      boolean everything = starts[i] == 0 && ends[i] >= Integer.MAX_VALUE && steps[i] == 1;
      if (everything) {
        continue;
      }
      if (steps[i] == 0) {
        throw node.unsupported("its step is 0");
      }
      if (x.isData()) {
        whole(node, trace, x, axis);
      }
      x = trace.emit(node.name(), new Slice(axis, starts[i], ends[i], steps[i]), x);
    }
    return x;
  }

  private static Value gather(OnnxNode node, Tracer trace) {
    Value x = node.input(0);
    Value indices = node.input(1);
    int axis = node.axis(node.integer("axis", 0L), x.rank());
    List<Extent> shape = new ArrayList<>(trace.dims(x, node.name()));
    if (x.isData()) {
      whole(node, trace, x, axis);
    }
    shape.remove(axis);
    shape.addAll(trace.dims(indices, node.name()));
    trace.requireRoom(node.name(), shape);
    return trace.emit(node.name(), new Gather(axis), x, indices);
  }

  private static Value argMax(OnnxNode node, Tracer trace, Value x) {
    int axis = node.axis(node.integer("axis", 0L), x.rank());
    return trace.emit(
        node.name(),
        new ArgMax(axis, node.flag("keepdims", true), node.flag("select_last_index", false)),
        x);
  }

  private static List<Value> topK(OnnxNode node, Tracer trace) {
    Value x = node.input(0);
    int axis = node.axis(node.integer("axis", -1L), x.rank());
    long k = node.opset() < 10 ? node.integer("k", 0L) : (long) node.constant(1).item();
    if (k < 1 || k > whole(node, trace, x, axis)) {
      throw node.unsupported("k is " + k);
    }
    boolean largest = node.flag("largest", true);
    List<Value> results = new ArrayList<>();
    for (TopK.Part part : List.of(TopK.Part.VALUES, TopK.Part.INDICES)) {
      results.add(trace.emit(node.name(), new TopK((int) k, axis, largest, part), x));
    }
    return results;
  }

  private static Value oneHot(OnnxNode node, Tracer trace) {
    Value indices = node.input(0);
    int rank = indices.rank() + 1;
    double depth = node.constant(1).item();
    int axis = node.axis(node.integer("axis", -1L), rank);
    if (!(depth >= 1 && depth <= Integer.MAX_VALUE)) {
      throw node.unsupported("its depth is " + depth);
    }
    List<Extent> shape = new ArrayList<>(trace.dims(indices, node.name()));
    shape.add(axis, new Extent((long) depth, false));
    trace.requireRoom(node.name(), shape);
    return trace.emit(node.name(), new OneHot((int) depth, axis), indices, node.input(2));
  }

  private static Value cumSum(OnnxNode node, Tracer trace) {
    Value x = node.input(0);
    int axis = node.axis((long) node.constant(1).item(), x.rank());
    return trace.emit(
        node.name(),
        new CumSum(axis, node.flag("exclusive", false), node.flag("reverse", false)),
        x);
  }
}
