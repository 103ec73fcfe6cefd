package dev.redoubt.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.redoubt.nn.operator.BatchNorm;
import dev.redoubt.nn.operator.GroupNorm;
import dev.redoubt.nn.operator.InstanceNorm;
import dev.redoubt.nn.operator.LayerNorm;
import dev.redoubt.nn.operator.Normalize;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Normalisation by constants, and by statistics of the batch, the channel, the group, the layer.
 */
final class NormalizationExport {
  private NormalizationExport() {}

  static void register(Exports table) {
    table.put(Normalize.class, NormalizationExport::normalize);
    table.put(BatchNorm.class, NormalizationExport::batch);
    table.put(
        InstanceNorm.class,
        (norm, node) -> node.give("InstanceNormalization", affine(node), epsilon(norm.epsilon())));
    table.put(GroupNorm.class, NormalizationExport::group);
    table.put(
        LayerNorm.class,
        (norm, node) ->
            node.give(
                "LayerNormalization",
                affine(node),
                Attribute.integer("axis", -norm.shape().size()),
                epsilon(norm.epsilon())));
  }

  private static List<String> affine(NodeExport node) {
    return List.of(node.in(0), node.weight("weight"), node.weight("bias"));
  }

  private static AttributeProto epsilon(double value) {
    return Attribute.real("epsilon", value);
  }

  private static String normalize(Normalize normalize, NodeExport node) {
    String mean = perChannel(node, "mean", normalize.mean());
    String std = perChannel(node, "std", normalize.std());
    String centred = node.step("centred", "Sub", List.of(node.floating(0), mean));
    return node.give("Div", List.of(centred, std));
  }

  /** Along the second dimension; a single value for all. */
  private static String perChannel(NodeExport node, String part, List<Double> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    if (floats.length == 1) {
      return node.floats(part, floats, List.of());
    }
    Long[] shape = new Long[node.input(0).rank()];
    Arrays.fill(shape, 1L);
    shape[1] = (long) floats.length;
    return node.floats(part, floats, List.of(shape));
  }

  private static String batch(BatchNorm norm, NodeExport node) {
    List<String> reads =
        List.of(
            node.in(0),
            node.weight("weight"),
            node.weight("bias"),
            node.weight("running_mean"),
            node.weight("running_var"));
    return node.give(
        "BatchNormalization",
        reads,
        epsilon(norm.epsilon()),
        Attribute.real("momentum", 1 - norm.momentum())); // ONNX's is the share that stays
  }

  /** An operator of its own since opset 18 only: here each group as one channel. */
  private static String group(GroupNorm norm, NodeExport node) {
    int groups = norm.groups();
    String joined =
        node.step(
            "groups",
            "Reshape",
            List.of(node.in(0), node.longs("grouped", List.of(0L, (long) groups, -1L))));
    float[] ones = new float[groups];
    Arrays.fill(ones, 1);
    String scale = node.floats("ones", ones, List.of((long) groups));
    String shift = node.floats("zeros", new float[groups], List.of((long) groups));
    String normal =
        node.step(
            "normal",
            "InstanceNormalization",
            List.of(joined, scale, shift),
            epsilon(norm.epsilon()));
    String shape = node.step("shape", "Shape", List.of(node.in(0)));
    String apart = node.step("channels", "Reshape", List.of(normal, shape));
    String scaled = node.step("scaled", "Mul", List.of(apart, along(node, "weight")));
    return node.give("Add", List.of(scaled, along(node, "bias")));
  }

  /** A weight along the second dimension. */
  private static String along(NodeExport node, String weight) {
    int spatial = node.input(0).rank() - 2;
    if (spatial == 0) {
      return node.weight(weight);
    }
    String axes = node.longs(weight + ".axes", IntStream.rangeClosed(1, spatial).boxed().toList());
    return node.step(weight, "Unsqueeze", List.of(node.weight(weight), axes));
  }
}
