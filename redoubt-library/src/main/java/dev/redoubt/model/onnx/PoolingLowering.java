package dev.redoubt.model.onnx;

import dev.redoubt.nn.Size;
import dev.redoubt.nn.operator.AvgPool2d;
import dev.redoubt.nn.operator.GlobalAvgPool;
import dev.redoubt.nn.operator.GlobalMaxPool;
import dev.redoubt.nn.operator.MaxPool2d;
import dev.redoubt.nn.operator.Multiply;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.Map;

/** Pooling over windows and over whole images. */
final class PoolingLowering {
  private PoolingLowering() {}

  static void register(Map<String, Lowering> table) {
    table.put("MaxPool", Lowering.of((node, trace) -> pooled(node, trace, true)));
    table.put("AveragePool", Lowering.of((node, trace) -> pooled(node, trace, false)));
    table.put(
        "GlobalAveragePool",
        Lowering.of((node, trace) -> trace.emit(node.name(), new GlobalAvgPool(), node.input(0))));
    table.put(
        "GlobalMaxPool",
        Lowering.of((node, trace) -> trace.emit(node.name(), new GlobalMaxPool(), node.input(0))));
  }

  private static Value pooled(OnnxNode node, Tracer trace, boolean max) {
    Value x = node.input(0);
    if (node.hasOutput(1)) {
      throw node.unsupported("it gives the positions of the maxima");
    }
    boolean flat = x.rank() == 3;
    if (!flat && x.rank() != 4) {
      throw node.unsupported("it has " + (x.rank() - 2) + " spatial dimensions, expected 1 or 2");
    }
    Value image = flat ? Windows.asImage(node, trace, x) : x;
    long[] kernel = Windows.pair(node, "kernel_shape", 0, 1);
    Windows windows = Windows.of(node, trace.dims(image, node.name()), kernel);
    Value result = max ? maximum(node, trace, image, windows) : mean(node, trace, image, windows);
    return flat ? Windows.asSequence(node, trace, result) : result;
  }

  private static Value maximum(OnnxNode node, Tracer trace, Value x, Windows windows) {
    boolean direct = windows.isSymmetric() && windows.isWithinHalf();
    Value padded = direct ? x : windows.padded(node, trace, x, Double.NEGATIVE_INFINITY);
    MaxPool2d pool =
        new MaxPool2d(
            windows.kernel(),
            windows.stride(),
            direct ? windows.padding() : Size.of(0),
            windows.dilation(),
            node.flag("ceil_mode", false));
    return trace.emit(node.name(), pool, padded);
  }

  private static Value mean(OnnxNode node, Tracer trace, Value x, Windows windows) {
    if (!windows.dilation().equals(Size.of(1))) {
      throw node.unsupported("it has dilations");
    }
    boolean ceil = node.flag("ceil_mode", false);
    boolean countPadding = node.flag("count_include_pad", false);
    if (windows.isSymmetric() && windows.isWithinHalf()) {
      return trace.emit(
          node.name(),
          new AvgPool2d(windows.kernel(), windows.stride(), windows.padding(), ceil, countPadding),
          x);
    }
    AvgPool2d pool = new AvgPool2d(windows.kernel(), windows.stride(), Size.of(0), ceil, true);
    Value sums = trace.emit(node.name(), pool, windows.padded(node, trace, x, 0));
    if (countPadding) {
      return sums;
    }
    // The mean over a window's part inside the image: divide by the share that is inside.
    long[] shape = x.small().shape();
    Value ones = Value.constant(Tensors.full(1, DType.FLOAT32, 1, 1, shape[2], shape[3]));
    Tensor inside = windows.padded(node, trace, ones, 0).small();
    Tensor share =
        Neural.avgPool2d(
            inside,
            pool.kernel().toArray(),
            pool.stride().toArray(),
            pool.padding().toArray(),
            ceil,
            true);
    if (Arrays.stream(share.doubles()).anyMatch(s -> s == 0)) {
      throw node.unsupported("one of its windows lies in the padding alone");
    }
    return trace.emit(
        node.name() + ".inside", new Multiply(), sums, Value.constant(share.reciprocal()));
  }
}
