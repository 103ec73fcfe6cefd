package dev.redoubt.model.onnx;

import dev.redoubt.nn.Size;
import dev.redoubt.nn.operator.Conv2d;
import dev.redoubt.nn.operator.ConvTranspose2d;
import dev.redoubt.nn.operator.Extent;
import dev.redoubt.nn.operator.Pad;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Convolutions of one and two spatial dimensions; the former as images of height 1. */
final class ConvolutionLowering {
  private ConvolutionLowering() {}

  static void register(Map<String, Lowering> table) {
    table.put("Conv", Lowering.of((node, trace) -> lower(node, trace, false)));
    table.put("ConvTranspose", Lowering.of((node, trace) -> lower(node, trace, true)));
  }

  private static Value lower(OnnxNode node, Tracer trace, boolean transposed) {
    Value x = node.input(0);
    boolean flat = x.rank() == 3;
    if (!flat && x.rank() != 4) {
      throw node.unsupported("it has " + (x.rank() - 2) + " spatial dimensions, expected 1 or 2");
    }
    Value image = flat ? Windows.asImage(node, trace, x) : x;
    Value result = transposed ? transposed(node, trace, image) : convolved(node, trace, image);
    return flat ? Windows.asSequence(node, trace, result) : result;
  }

  private static Tensor kernel(OnnxNode node) {
    Tensor weight = node.constant(1);
    return weight.rank() == 3
        ? Layout.reshape(weight, weight.size(0), weight.size(1), 1, weight.size(2))
        : weight;
  }

  private static Map<String, Tensor> weights(OnnxNode node, Tensor kernel) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    weights.put("weight", kernel);
    if (node.has(2)) {
      weights.put("bias", node.constant(2));
    }
    return weights;
  }

  private static Value convolved(OnnxNode node, Tracer trace, Value x) {
    Tensor kernel = kernel(node);
    int groups = node.integer("group", 1);
    Windows windows = Windows.of(node, trace.dims(x, node.name()), kernel.shape());
    List<Extent> shape = trace.dims(x, node.name());
    trace.requireRoom(
        node.name(),
        List.of(
            shape.get(0),
            new Extent(kernel.size(0), false),
            new Extent(windows.outputs(0), false),
            new Extent(windows.outputs(1), false)));
    Value padded = x;
    Size padding = windows.padding();
    if (!windows.isSymmetric()) {
      padded = windows.padded(node, trace, x, 0);
      padding = Size.of(0);
    }
    if (groups < 1 || kernel.size(1) * groups != shape.get(1).factor()) {
      throw node.unsupported(
          "its kernel takes %d channels in %d groups, but its input has %d"
              .formatted(kernel.size(1), groups, shape.get(1).factor()));
    }
    Conv2d conv =
        new Conv2d(
            Math.toIntExact(kernel.size(1) * groups),
            Math.toIntExact(kernel.size(0)),
            windows.kernel(),
            windows.stride(),
            padding,
            windows.dilation(),
            groups,
            node.has(2));
    return trace.emit(node.name(), conv, weights(node, kernel), padded);
  }

  /** Padding of a transposed convolution takes away from its output. */
  private static Value transposed(OnnxNode node, Tracer trace, Value x) {
    Tensor kernel = kernel(node);
    int groups = node.integer("group", 1);
    List<Extent> shape = trace.dims(x, node.name());
    Windows windows = Windows.ofTransposed(node, shape, kernel.shape());
    trace.requireRoom(
        node.name(),
        List.of(
            shape.get(0),
            new Extent(kernel.size(1) * groups, false),
            new Extent(windows.spread(shape, 0), false),
            new Extent(windows.spread(shape, 1), false)));
    boolean symmetric = windows.isSymmetric();
    ConvTranspose2d conv =
        new ConvTranspose2d(
            Math.toIntExact(kernel.size(0)),
            Math.toIntExact(kernel.size(1) * groups),
            windows.kernel(),
            windows.stride(),
            symmetric ? windows.padding() : Size.of(0),
            windows.outputPadding(),
            windows.dilation(),
            groups,
            node.has(2));
    Value result = trace.emit(node.name(), conv, weights(node, kernel), x);
    if (symmetric) {
      return result;
    }
    List<Long> before = new ArrayList<>(List.of(0L, 0L));
    List<Long> after = new ArrayList<>(List.of(0L, 0L));
    for (int i = 0; i < 2; i++) {
      before.add(-windows.before(i));
      after.add(-windows.after(i));
    }
    return trace.emit(
        node.name() + ".crop", new Pad(before, after, Pad.Border.CONSTANT, 0), result);
  }
}
