package dev.redoubt.model.onnx;

import dev.redoubt.nn.operator.Extent;
import dev.redoubt.nn.operator.Resampling;
import dev.redoubt.nn.operator.Resize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Resize, and Upsample as it was called up to opset 9; one dimension after the other. */
final class ResizeLowering {
  private ResizeLowering() {}

  static void register(Map<String, Lowering> table) {
    table.put("Resize", Lowering.of(ResizeLowering::lower));
    table.put("Upsample", Lowering.of(ResizeLowering::lower));
  }

  private static Value lower(OnnxNode node, Tracer trace) {
    Value x = node.input(0);
    int rank = x.rank();
    boolean modern = node.opset() >= 11;
    int scalesAt = modern ? 2 : 1;
    long[] all = new long[rank];
    Arrays.setAll(all, i -> i);
    long[] axes = node.integers("axes", all);
    double[] scales = scales(node, scalesAt);
    long[] sizes = modern && node.has(3) ? node.constant(3).longs() : new long[0];
    if (Math.max(scales.length, sizes.length) != axes.length) {
      throw node.unsupported("its scales or sizes are not as many as its dimensions");
    }
    List<Extent> shape = new ArrayList<>(trace.dims(x, node.name()));
    double[] lengths = new double[axes.length];
    Arrays.setAll(lengths, i -> shape.get(node.axis(axes[i], rank)).of(trace.samples()));
    if (sizes.length > 0) {
      scales = scalesOf(node, sizes, lengths);
    }
    double[] chosen = scales;
    long[] targets = new long[axes.length];
    Arrays.setAll(
        targets,
        i ->
            sizes.length > 0 && isStretched(node)
                ? sizes[i]
                : sizes.length > 0
                    ? (long) Math.floor(lengths[i] * chosen[i] + 0.5)
                    : (long) ((float) lengths[i] * (float) chosen[i]));
    List<Resize> steps = new ArrayList<>();
    for (int i = 0; i < axes.length; i++) {
      int axis = node.axis(axes[i], rank);
      Extent extent = shape.get(axis);
      long length = (long) lengths[i];
      long target = targets[i];
      double scale = scales[i];
      if (target == length && scale == 1) {
        continue;
      }
      if (extent.perSample()) {
        throw new BatchMixedException("node '" + node.name() + "' resizes the batch");
      }
      shape.set(axis, new Extent(target, false));
      trace.requireRoom(node.name(), shape);
      trace.requireRoom(node.name(), List.of(new Extent(target, false), new Extent(length, false)));
      if (target < 1 || target > Integer.MAX_VALUE) {
        throw node.unsupported("dimension " + axis + " would get the length " + target);
      }
      steps.add(new Resize(axis, (int) target, scale, resampling(node, scale)));
    }
    Value result = x;
    for (Resize step : steps) {
      result = trace.emit(node.name(), step, result);
    }
    return result;
  }

  private static boolean isStretched(OnnxNode node) {
    return node.text("keep_aspect_ratio_policy", "stretch").equals("stretch");
  }

  /** The scales that the wanted lengths mean: one for all if the aspect ratio is kept. */
  private static double[] scalesOf(OnnxNode node, long[] sizes, double[] lengths) {
    double[] scales = new double[sizes.length];
    Arrays.setAll(scales, i -> sizes[i] / lengths[i]);
    if (!isStretched(node)) {
      boolean larger = node.text("keep_aspect_ratio_policy", "").equals("not_smaller");
      double[] sorted = scales.clone();
      Arrays.sort(sorted);
      Arrays.fill(scales, sorted[larger ? sorted.length - 1 : 0]);
    }
    return scales;
  }

  private static double[] scales(OnnxNode node, int index) {
    if (node.hasAttribute("scales")) {
      float[] given = node.reals("scales");
      double[] scales = new double[given.length];
      Arrays.setAll(scales, i -> given[i]);
      return scales;
    }
    return node.has(index) ? node.constant(index).doubles() : new double[0];
  }

  /** Before opset 11 the nearest pixel is the one after if the image shrinks (as its tests say). */
  private static Resampling resampling(OnnxNode node, double scale) {
    boolean modern = node.opset() >= 11;
    String mode = node.text("mode", "nearest");
    Resampling.Kind kind =
        switch (mode) {
          case "nearest" -> Resampling.Kind.NEAREST;
          case "linear", "bilinear" -> Resampling.Kind.LINEAR;
          case "cubic" -> Resampling.Kind.CUBIC;
          default -> throw node.unsupported("its mode is '" + mode + "'");
        };
    String coordinates =
        node.text("coordinate_transformation_mode", modern ? "half_pixel" : "asymmetric");
    String rounding =
        node.text("nearest_mode", modern ? "round_prefer_floor" : scale < 1 ? "ceil" : "floor");
    return new Resampling(
        kind,
        constant(node, Resampling.Coordinates.class, coordinates),
        constant(node, Resampling.Rounding.class, rounding),
        node.real("cubic_coeff_a", -0.75),
        node.flag("exclude_outside", false),
        node.flag("antialias", false));
  }

  private static <E extends Enum<E>> E constant(OnnxNode node, Class<E> type, String name) {
    try {
      return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw node.unsupported("it asks for '" + name + "'");
    }
  }
}
