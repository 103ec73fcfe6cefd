package dev.redoubt.model.onnx;

import dev.redoubt.nn.operator.Extent;
import dev.redoubt.nn.operator.Reduce;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reductions along dimensions. The axes were attributes once, and are inputs now. */
final class ReductionLowering {
  private ReductionLowering() {}

  static void register(Map<String, Lowering> table) {
    put(table, "ReduceMean", Reduce.Kind.MEAN);
    put(table, "ReduceSum", Reduce.Kind.SUM);
    put(table, "ReduceMax", Reduce.Kind.MAX);
    put(table, "ReduceMin", Reduce.Kind.MIN);
    put(table, "ReduceProd", Reduce.Kind.PROD);
    put(table, "ReduceL1", Reduce.Kind.L1);
    put(table, "ReduceL2", Reduce.Kind.L2);
    put(table, "ReduceSumSquare", Reduce.Kind.SUM_SQUARE);
    put(table, "ReduceLogSum", Reduce.Kind.LOG_SUM);
    put(table, "ReduceLogSumExp", Reduce.Kind.LOG_SUM_EXP);
  }

  private static void put(Map<String, Lowering> table, String type, Reduce.Kind kind) {
    table.put(type, Lowering.of((node, trace) -> reduce(node, trace, kind)));
  }

  private static Value reduce(OnnxNode node, Tracer trace, Reduce.Kind kind) {
    Value x = node.input(0);
    long @Nullable [] given = node.intsOf("axes", 1);
    boolean none = given == null || given.length == 0;
    if (none && node.flag("noop_with_empty_axes", false)) {
      return elementwise(node, trace, kind);
    }
    List<Integer> axes =
        none || given == null
            ? IntStream.range(0, x.rank()).boxed().toList()
            : Arrays.stream(given).mapToObj(axis -> node.axis(axis, x.rank())).sorted().toList();
    if (x.isData() && axes.stream().anyMatch(i -> trace.dims(x, node.name()).get(i).perSample())) {
      throw new BatchMixedException("node '" + node.name() + "' sums over the batch");
    }
    return trace.emit(node.name(), new Reduce(kind, axes, node.flag("keepdims", true)), x);
  }

  /** Each element reduced by itself: over a new dimension of length 1. */
  private static Value elementwise(OnnxNode node, Tracer trace, Reduce.Kind kind) {
    Value x = node.input(0);
    List<Extent> shape = new ArrayList<>(trace.dims(x, node.name()));
    shape.add(new Extent(1, false));
    Value wider = ShapeLowering.reshape(node, trace, x, shape);
    return trace.emit(node.name(), new Reduce(kind, List.of(x.rank()), false), wider);
  }
}
