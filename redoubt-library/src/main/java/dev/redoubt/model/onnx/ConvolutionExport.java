package dev.redoubt.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.redoubt.nn.operator.Conv2d;
import dev.redoubt.nn.operator.ConvTranspose2d;
import java.util.ArrayList;
import java.util.List;

/** Convolutions. */
final class ConvolutionExport {
  private ConvolutionExport() {}

  static void register(Exports table) {
    table.put(
        Conv2d.class,
        (conv, node) ->
            write(
                node,
                "Conv",
                conv.bias(),
                Attribute.size("kernel_shape", conv.kernel()),
                Attribute.size("strides", conv.stride()),
                Attribute.pads(conv.padding()),
                Attribute.size("dilations", conv.dilation()),
                Attribute.integer("group", conv.groups())));
    table.put(
        ConvTranspose2d.class,
        (conv, node) ->
            write(
                node,
                "ConvTranspose",
                conv.bias(),
                Attribute.size("kernel_shape", conv.kernel()),
                Attribute.size("strides", conv.stride()),
                Attribute.pads(conv.padding()),
                Attribute.size("output_padding", conv.outputPadding()),
                Attribute.size("dilations", conv.dilation()),
                Attribute.integer("group", conv.groups())));
  }

  private static String write(
      NodeExport node, String type, boolean bias, AttributeProto... attributes) {
    List<String> reads = new ArrayList<>(List.of(node.in(0), node.weight("weight")));
    if (bias) {
      reads.add(node.weight("bias"));
    }
    return node.give(type, reads, attributes);
  }
}
