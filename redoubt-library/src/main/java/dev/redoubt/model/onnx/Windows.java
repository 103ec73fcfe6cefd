package dev.redoubt.model.onnx;

import dev.redoubt.nn.Size;
import dev.redoubt.nn.operator.Extent;
import dev.redoubt.nn.operator.Pad;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a kernel moves over an image, from the attributes that convolutions and pooling share. All
 * arrays are {@code {vertical, horizontal}}.
 */
final class Windows {
  private static final int LARGEST = 1 << 24;

  private final long[] size;
  private final long[] kernel;
  private final long[] strides;
  private final long[] dilations;
  private final long[] outputPadding;
  private final long[] pads;

  private Windows(
      long[] size,
      long[] kernel,
      long[] strides,
      long[] dilations,
      long[] outputPadding,
      long[] pads) {
    this.size = size;
    this.kernel = kernel;
    this.strides = strides;
    this.dilations = dilations;
    this.outputPadding = outputPadding;
    this.pads = pads;
  }

  /** A sequence {@code [n, c, l]} as an image of height 1. */
  static Value asImage(OnnxNode node, Tracer trace, Value x) {
    List<Extent> shape = new ArrayList<>(trace.dims(x, node.name()));
    shape.add(2, new Extent(1, false));
    return ShapeLowering.reshape(node, trace, x, shape);
  }

  /** Back. */
  static Value asSequence(OnnxNode node, Tracer trace, Value x) {
    List<Extent> shape = new ArrayList<>(trace.dims(x, node.name()));
    shape.remove(2);
    return ShapeLowering.reshape(node, trace, x, shape);
  }

  /**
   * The windows of a convolution or pooling.
   *
   * @param shape of the image
   * @param kernelShape ends with the height and width of the kernel
   */
  static Windows of(OnnxNode node, List<Extent> shape, long[] kernelShape) {
    return read(node, shape, kernelShape, false);
  }

  /** The same for a transposed convolution. */
  static Windows ofTransposed(OnnxNode node, List<Extent> shape, long[] kernelShape) {
    return read(node, shape, kernelShape, true);
  }

  private static Windows read(
      OnnxNode node, List<Extent> shape, long[] kernelShape, boolean transposed) {
    long[] size = {length(node, shape.get(2)), length(node, shape.get(3))};
    long[] kernel = Arrays.copyOfRange(kernelShape, kernelShape.length - 2, kernelShape.length);
    Windows windows =
        new Windows(
            size,
            kernel,
            pair(node, "strides", 1, 1),
            pair(node, "dilations", 1, 1),
            pair(node, "output_padding", 0, 0),
            new long[4]);
    windows.pad(node, transposed);
    return windows;
  }

  private static long length(OnnxNode node, Extent extent) {
    if (extent.perSample()) {
      throw new BatchMixedException("node '" + node.name() + "' moves along the batch");
    }
    return extent.factor();
  }

  /** An attribute with an entry a spatial dimension; one of a sequence stands for its width. */
  static long[] pair(OnnxNode node, String attribute, long otherwise, long least) {
    long[] given = node.integers(attribute, otherwise, otherwise);
    long neutral = attribute.equals("output_padding") ? 0 : 1;
    long[] pair = given.length == 1 ? new long[] {neutral, given[0]} : given;
    if (pair.length != 2 || Arrays.stream(pair).anyMatch(n -> n < least || n > LARGEST)) {
      throw node.unsupported("its " + attribute + " are " + Arrays.toString(given));
    }
    return pair;
  }

  private void pad(OnnxNode node, boolean transposed) {
    String auto = node.text("auto_pad", "NOTSET");
    long[] given = node.integers("pads", 0, 0, 0, 0);
    if (given.length == 2) {
      given = new long[] {0, given[0], 0, given[1]};
    }
    if (given.length != 4 || Arrays.stream(given).anyMatch(n -> n < 0 || n > LARGEST)) {
      throw node.unsupported("its pads are " + Arrays.toString(given));
    }
    long[] wanted = node.integers("output_shape");
    for (int i = 0; i < 2; i++) {
      long total;
      if (transposed && wanted.length > 0) {
        int at = wanted.length - 2 + i;
        total = at < 0 ? 0 : spread(i) - wanted[at];
      } else if (auto.startsWith("SAME")) {
        total =
            transposed
                ? spread(i) - size[i] * strides[i]
                : ((size[i] + strides[i] - 1) / strides[i] - 1) * strides[i] + reach(i) - size[i];
      } else if (auto.equals("VALID")) {
        continue;
      } else if (auto.equals("NOTSET")) {
        pads[i] = given[i];
        pads[2 + i] = given[2 + i];
        continue;
      } else {
        throw node.unsupported("its auto_pad is '" + auto + "'");
      }
      total = Math.max(0, total);
      // The odd one goes to the end for SAME_UPPER and to the front for SAME_LOWER; where a
      // transposed convolution names its output shape, to the front but for SAME_UPPER (spec).
      boolean named = transposed && wanted.length > 0;
      boolean moreBefore = named ? !auto.equals("SAME_UPPER") : auto.equals("SAME_LOWER");
      pads[i] = moreBefore ? total - total / 2 : total / 2;
      pads[2 + i] = total - pads[i];
    }
  }

  private long reach(int i) {
    return (kernel[i] - 1) * dilations[i] + 1;
  }

  private long spread(int i) {
    return strides[i] * (size[i] - 1) + outputPadding[i] + reach(i);
  }

  /** The length of a transposed convolution's output before the padding is taken away. */
  long spread(List<Extent> shape, int i) {
    return strides[i] * (shape.get(2 + i).factor() - 1) + outputPadding[i] + reach(i);
  }

  /** An upper bound of the number of windows along one dimension. */
  long outputs(int i) {
    return Math.max(0, (size[i] + pads[i] + pads[2 + i] - reach(i)) / strides[i] + 2);
  }

  boolean isSymmetric() {
    return pads[0] == pads[2] && pads[1] == pads[3];
  }

  /** Whether the engine's pooling takes this padding: at most half the kernel. */
  boolean isWithinHalf() {
    return pads[0] <= kernel[0] / 2 && pads[1] <= kernel[1] / 2;
  }

  long before(int i) {
    return pads[i];
  }

  long after(int i) {
    return pads[2 + i];
  }

  Size padding() {
    return size(pads);
  }

  Size kernel() {
    return size(kernel);
  }

  Size stride() {
    return size(strides);
  }

  Size dilation() {
    return size(dilations);
  }

  Size outputPadding() {
    return size(outputPadding);
  }

  private static Size size(long[] pair) {
    return new Size(Math.toIntExact(pair[0]), Math.toIntExact(pair[1]));
  }

  /** The image with the padding made of a value. */
  Value padded(OnnxNode node, Tracer trace, Value x, double value) {
    trace.requireRoom(
        node.name(),
        List.of(
            trace.dims(x, node.name()).get(0),
            trace.dims(x, node.name()).get(1),
            new Extent(size[0] + pads[0] + pads[2], false),
            new Extent(size[1] + pads[1] + pads[3], false)));
    return trace.emit(
        node.name() + ".pad",
        new Pad(
            List.of(0L, 0L, pads[0], pads[1]),
            List.of(0L, 0L, pads[2], pads[3]),
            Pad.Border.CONSTANT,
            value),
        x);
  }
}
