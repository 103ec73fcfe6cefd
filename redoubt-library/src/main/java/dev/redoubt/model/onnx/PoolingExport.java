package dev.redoubt.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.redoubt.nn.Size;
import dev.redoubt.nn.operator.AvgPool2d;
import dev.redoubt.nn.operator.GlobalAvgPool;
import dev.redoubt.nn.operator.GlobalMaxPool;
import dev.redoubt.nn.operator.MaxPool2d;
import java.util.List;

/**
 * Pooling. Runtimes disagree on the last window of {@code ceil_mode} and on what it is divided by;
 * where that matters, what the window lacks is written as padding, which is not open to reading.
 */
final class PoolingExport {
  private PoolingExport() {}

  static void register(Exports table) {
    table.put(MaxPool2d.class, PoolingExport::max);
    table.put(AvgPool2d.class, PoolingExport::mean);
    table.put(GlobalAvgPool.class, (operator, node) -> whole(node, "GlobalAveragePool"));
    table.put(GlobalMaxPool.class, (operator, node) -> whole(node, "GlobalMaxPool"));
  }

  private static String whole(NodeExport node, String type) {
    boolean nothing = node.input(0).rank() == 2;
    return node.give(nothing ? "Identity" : type, List.of(node.in(0)));
  }

  /** How far the last windows reach over the padded image: {@code {below, right}}. */
  private static int[] overhang(
      NodeExport node, Size kernel, Size stride, Size padding, Size dilation) {
    return new int[] {
      overhang(node, 2, kernel.height(), stride.height(), padding.height(), dilation.height()),
      overhang(node, 3, kernel.width(), stride.width(), padding.width(), dilation.width())
    };
  }

  private static int overhang(
      NodeExport node, int axis, int kernel, int stride, int padding, int dilation) {
    int windows = node.length(node.result(), axis);
    int reach = (windows - 1) * stride + (kernel - 1) * dilation + 1;
    return Math.max(0, reach - node.length(node.input(0), axis) - 2 * padding);
  }

  /** Whether {@code ceil_mode} gives one more window to those who don't ask where it begins. */
  private static boolean isAmbiguous(
      NodeExport node, Size kernel, Size stride, Size padding, Size dilation) {
    return isAmbiguous(
            node, 2, kernel.height(), stride.height(), padding.height(), dilation.height())
        || isAmbiguous(node, 3, kernel.width(), stride.width(), padding.width(), dilation.width());
  }

  private static boolean isAmbiguous(
      NodeExport node, int axis, int kernel, int stride, int padding, int dilation) {
    int room = node.length(node.input(0), axis) + 2 * padding - (kernel - 1) * dilation - 1;
    return Math.floorDiv(room + stride - 1, stride) + 1 != node.length(node.result(), axis);
  }

  private static AttributeProto pads(Size padding, int[] overhang) {
    return Attribute.integers(
        "pads",
        List.of(
            padding.height(),
            padding.width(),
            padding.height() + overhang[0],
            padding.width() + overhang[1]));
  }

  private static String max(MaxPool2d pool, NodeExport node) {
    boolean explicit =
        pool.ceil()
            && isAmbiguous(node, pool.kernel(), pool.stride(), pool.padding(), pool.dilation());
    int[] overhang =
        explicit
            ? overhang(node, pool.kernel(), pool.stride(), pool.padding(), pool.dilation())
            : new int[2];
    return node.give(
        "MaxPool",
        List.of(node.in(0)),
        Attribute.size("kernel_shape", pool.kernel()),
        Attribute.size("strides", pool.stride()),
        pads(pool.padding(), overhang),
        Attribute.size("dilations", pool.dilation()),
        Attribute.flag("ceil_mode", pool.ceil() && !explicit));
  }

  private static String mean(AvgPool2d pool, NodeExport node) {
    Size step = Size.of(1);
    int[] overhang = overhang(node, pool.kernel(), pool.stride(), pool.padding(), step);
    boolean reachesOver = overhang[0] > 0 || overhang[1] > 0;
    boolean explicit =
        pool.ceil()
            && (reachesOver
                || isAmbiguous(node, pool.kernel(), pool.stride(), pool.padding(), step));
    Size padding = pool.padding();
    String x = node.in(0);
    if (explicit && pool.countPadding() && !padding.equals(Size.of(0))) {
      x = zerosAround(node, padding);
      padding = Size.of(0);
    }
    return node.give(
        "AveragePool",
        List.of(x),
        Attribute.size("kernel_shape", pool.kernel()),
        Attribute.size("strides", pool.stride()),
        pads(padding, overhang),
        Attribute.flag("ceil_mode", pool.ceil() && !explicit),
        Attribute.flag("count_include_pad", pool.countPadding() && !explicit));
  }

  /** Zeros that count in the mean, as against the rest of a window outside. */
  private static String zerosAround(NodeExport node, Size padding) {
    long h = padding.height();
    long w = padding.width();
    String pads = node.longs("pads", List.of(0L, 0L, h, w, 0L, 0L, h, w));
    return node.step("zeros", "Pad", List.of(node.in(0), pads));
  }
}
