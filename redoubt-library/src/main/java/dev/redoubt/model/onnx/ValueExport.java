package dev.redoubt.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.redoubt.nn.operator.Cast;
import dev.redoubt.nn.operator.Constant;
import dev.redoubt.nn.operator.Extent;
import dev.redoubt.nn.operator.IntConstant;
import dev.redoubt.nn.operator.RandomNormal;
import dev.redoubt.nn.operator.RandomUniform;
import dev.redoubt.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/** Constants, casts, and random values, which runtimes draw anew at each run. */
final class ValueExport {
  private ValueExport() {}

  static void register(Exports table) {
    table.put(Constant.class, (operator, node) -> node.weight("value"));
    table.put(
        IntConstant.class, (operator, node) -> node.longs(operator.shape(), operator.values()));
    table.put(
        Cast.class,
        (operator, node) ->
            node.give("Cast", List.of(node.in(0)), Attribute.type("to", node.result().type())));
    table.put(
        RandomNormal.class,
        (operator, node) ->
            random(
                node,
                "RandomNormalLike",
                operator.shape(),
                Attribute.real("mean", operator.mean()),
                Attribute.real("scale", operator.scale())));
    table.put(
        RandomUniform.class,
        (operator, node) ->
            random(
                node,
                "RandomUniformLike",
                operator.shape(),
                Attribute.real("low", operator.low()),
                Attribute.real("high", operator.high())));
  }

  /** ONNX draws in a given shape, or in that of a tensor: here of one made for it. */
  private static String random(
      NodeExport node, String type, List<Extent> shape, AttributeProto... attributes) {
    List<AttributeProto> all = new ArrayList<>(List.of(attributes));
    all.add(Attribute.type("dtype", DType.FLOAT32));
    String lengths = ShapeExport.lengths(node, shape, node.in(0));
    String like = node.step("like", "ConstantOfShape", List.of(lengths));
    return node.give(type, List.of(like), all.toArray(AttributeProto[]::new));
  }
}
