package dev.redoubt.model.onnx;

import dev.redoubt.nn.operator.Resampling;
import dev.redoubt.nn.operator.Resize;
import dev.redoubt.nn.operator.Upsample;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Whole multiples of both sides, and resizing of one dimension: ONNX's operator where opset 17 has
 * it and runtimes compute it, and otherwise what it does, spelled out: elements picked, or a
 * product with the matrix of weights.
 */
final class ResizeExport {
  private ResizeExport() {}

  static void register(Exports table) {
    table.put(Resize.class, ResizeExport::write);
    table.put(Upsample.class, ResizeExport::repeated);
  }

  private static String repeated(Upsample upsample, NodeExport node) {
    float[] factors = {1, 1, upsample.factor(), upsample.factor()};
    return node.give(
        "Resize",
        List.of(node.in(0), "", node.floats("scales", factors, List.of(4L))),
        Attribute.text("mode", "nearest"),
        Attribute.text("coordinate_transformation_mode", "asymmetric"),
        Attribute.text("nearest_mode", "floor"));
  }

  private static String write(Resize resize, NodeExport node) {
    int length = node.length(node.input(0), resize.axis());
    if (isOperator(resize, node.input(0), length)) {
      return operator(resize, node);
    }
    return resize.resampling().kind() == Resampling.Kind.NEAREST
        ? picked(resize, node, length)
        : multiplied(resize, node, length);
  }

  private static boolean isOperator(Resize resize, OnnxValue x, int length) {
    Resampling resampling = resize.resampling();
    boolean nearest = resampling.kind() == Resampling.Kind.NEAREST;
    boolean linear = resampling.kind() == Resampling.Kind.LINEAR;
    float scale = (float) resize.scale();
    boolean sameLength =
        Math.floor((double) scale * length) == resize.length()
            && Math.floor(scale * length) == resize.length();
    return x.isFloating()
        && sameLength
        && resampling.coordinates() != Resampling.Coordinates.HALF_PIXEL_SYMMETRIC
        && (nearest || (x.rank() == 4 && resize.axis() >= 2 && !resampling.antialias()))
        && !(linear && resampling.excludeOutside());
  }

  private static String operator(Resize resize, NodeExport node) {
    Resampling resampling = resize.resampling();
    float[] scales = new float[node.input(0).rank()];
    Arrays.fill(scales, 1);
    scales[resize.axis()] = (float) resize.scale();
    String factors = node.floats("scales", scales, List.of((long) scales.length));
    return node.give(
        "Resize",
        List.of(node.in(0), "", factors),
        Attribute.text("mode", lower(resampling.kind())),
        Attribute.text("coordinate_transformation_mode", lower(resampling.coordinates())),
        Attribute.text("nearest_mode", lower(resampling.rounding())),
        Attribute.real("cubic_coeff_a", resampling.cubicCoefficient()),
        Attribute.flag(
            "exclude_outside",
            resampling.excludeOutside() && resampling.kind() == Resampling.Kind.CUBIC));
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** Which elements are picked, the operator itself says. */
  private static String picked(Resize resize, NodeExport node, int length) {
    Resize own = new Resize(0, resize.length(), resize.scale(), resize.resampling());
    long[] all = IntStream.range(0, length).asLongStream().toArray();
    long[] places = Scope.value(() -> Probe.value(own, Tensors.of(all, length)).longs());
    return node.give(
        "Gather",
        List.of(node.in(0), node.longs("places", Arrays.stream(places).boxed().toList())),
        Attribute.integer("axis", resize.axis()));
  }

  /** The matrix is what the operator makes of the unit vectors. */
  private static String multiplied(Resize resize, NodeExport node, int length) {
    Resize own = new Resize(1, resize.length(), resize.scale(), resize.resampling());
    double[] unit = new double[Math.multiplyExact(length, length)];
    for (int i = 0; i < length; i++) {
      unit[i * length + i] = 1;
    }
    float[] matrix = Scope.value(() -> Probe.value(own, Tensors.of(unit, length, length)).floats());
    String weights = node.floats("weights", matrix, List.of((long) length, (long) resize.length()));
    List<Integer> order =
        new ArrayList<>(IntStream.range(0, node.input(0).rank()).boxed().toList());
    Collections.swap(order, resize.axis(), order.size() - 1);
    String turned =
        node.step(
            "turned", "Transpose", List.of(node.floating(0)), Attribute.integers("perm", order));
    String product = node.step("product", "MatMul", List.of(turned, weights));
    return node.give("Transpose", List.of(product), Attribute.integers("perm", order));
  }
}
