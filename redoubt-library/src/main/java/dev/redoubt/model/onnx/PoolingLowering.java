package dev.redoubt.model.onnx;

import dev.redoubt.nn.Size;
import dev.redoubt.nn.operator.AvgPool2d;
import dev.redoubt.nn.operator.Conv2d;
import dev.redoubt.nn.operator.GlobalAvgPool;
import dev.redoubt.nn.operator.GlobalMaxPool;
import dev.redoubt.nn.operator.MaxPool2d;
import dev.redoubt.nn.operator.Multiply;
import dev.redoubt.tensor.DType;
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
    if (node.isRead(1)) {
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
    boolean ceil = node.flag("ceil_mode", false);
    boolean countPadding = node.flag("count_include_pad", false);
    boolean dilated = !windows.dilation().equals(Size.of(1));
    if (ceil && dilated) {
      throw node.unsupported("it has both dilations and ceil_mode");
    }
    if (!dilated && windows.isSymmetric() && windows.isWithinHalf()) {
      return trace.emit(
          node.name(),
          new AvgPool2d(windows.kernel(), windows.stride(), windows.padding(), ceil, countPadding),
          x);
    }
    Value means = means(node, trace, windows.padded(node, trace, x, 0), windows, ceil);
    if (countPadding) {
      return means;
    }
    // The mean over a window's part inside the image: divide by the share that is inside.
    long[] shape = x.small().shape();
    Value ones = Value.constant(Tensors.full(1, DType.FLOAT32, 1, 1, shape[2], shape[3]));
    Tensor share = means(node, trace, windows.padded(node, trace, ones, 0), windows, ceil).small();
    if (Arrays.stream(share.doubles()).anyMatch(s -> s == 0)) {
      throw node.unsupported("one of its windows lies in the padding alone");
    }
    return trace.emit(
        node.name() + ".inside", new Multiply(), means, Value.constant(share.reciprocal()));
  }

  /** The means over all of each window; dilated ones as a convolution of each channel by itself. */
  private static Value means(
      OnnxNode node, Tracer trace, Value padded, Windows windows, boolean ceil) {
    Size kernel = windows.kernel();
    if (windows.dilation().equals(Size.of(1))) {
      return trace.emit(
          node.name(), new AvgPool2d(kernel, windows.stride(), Size.of(0), ceil, true), padded);
    }
    int channels = Math.toIntExact(padded.small().size(1));
    double share = 1.0 / ((double) kernel.height() * kernel.width());
    Tensor weight =
        Tensors.full(share, DType.FLOAT32, channels, 1, kernel.height(), kernel.width());
    return trace.emit(
        node.name(),
        new Conv2d(
            channels,
            channels,
            kernel,
            windows.stride(),
            Size.of(0),
            windows.dilation(),
            channels,
            false),
        Map.of("weight", weight),
        padded);
  }
}
