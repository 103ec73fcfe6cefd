package dev.redoubt.model.onnx;

import dev.redoubt.nn.operator.Expand;
import dev.redoubt.nn.operator.Extent;
import dev.redoubt.nn.operator.Flatten;
import dev.redoubt.nn.operator.Permute;
import dev.redoubt.nn.operator.Reshape;
import dev.redoubt.nn.operator.Tile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Operators that give the same elements another shape. */
final class ShapeExport {
  private ShapeExport() {}

  static void register(Exports table) {
    table.put(Flatten.class, (operator, node) -> flatten(node));
    table.put(Reshape.class, ShapeExport::reshape);
    table.put(
        Permute.class,
        (operator, node) ->
            node.give(
                "Transpose", List.of(node.in(0)), Attribute.integers("perm", operator.order())));
    table.put(Tile.class, ShapeExport::tile);
    table.put(
        Expand.class,
        (operator, node) ->
            node.give("Expand", List.of(node.in(0), lengths(node, operator.shape(), node.in(1)))));
  }

  private static String flatten(NodeExport node) {
    return node.input(0).rank() == 1
        ? node.give("Unsqueeze", List.of(node.in(0), node.longs("axes", List.of(1))))
        : node.give("Flatten", List.of(node.in(0)), Attribute.integer("axis", 1));
  }

  /** A length of 0 means itself, not the length that was there. */
  private static String reshape(Reshape reshape, NodeExport node) {
    List<String> reads = List.of(node.in(0), node.longs("shape", reshape.shape()));
    return reshape.shape().contains(0L)
        ? node.give("Reshape", reads, Attribute.flag("allowzero", true))
        : node.give("Reshape", reads);
  }

  /** ONNX wants as many repeats as there are dimensions. */
  private static String tile(Tile tile, NodeExport node) {
    List<Long> repeats = new ArrayList<>(tile.repeats());
    int missing = node.input(0).rank() - repeats.size();
    if (missing < 0) {
      throw node.unsupported("it has more repeats than its input has dimensions");
    }
    repeats.addAll(0, Collections.nCopies(missing, 1L));
    return node.give("Tile", List.of(node.in(0), node.longs("repeats", repeats)));
  }

  /** The name of a list of lengths, some of which go with the first dimension of {@code like}. */
  static String lengths(NodeExport node, List<Extent> shape, String like) {
    if (shape.stream().noneMatch(Extent::perSample)) {
      return node.longs("lengths", shape.stream().map(Extent::factor).toList());
    }
    String samples =
        node.step(
            "samples",
            "Shape",
            List.of(like),
            Attribute.integer("start", 0),
            Attribute.integer("end", 1));
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < shape.size(); i++) {
      long factor = shape.get(i).factor();
      boolean perSample = shape.get(i).perSample();
      String own = perSample && factor == 1 ? "" : node.longs("length" + i, List.of(factor));
      if (perSample) {
        own = factor == 1 ? samples : node.step("rows" + i, "Mul", List.of(samples, own));
      }
      parts.add(own);
    }
    return parts.size() == 1
        ? parts.get(0)
        : node.step("lengths", "Concat", parts, Attribute.integer("axis", 0));
  }
}
