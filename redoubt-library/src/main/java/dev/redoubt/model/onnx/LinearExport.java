package dev.redoubt.model.onnx;

import dev.redoubt.nn.operator.Einsum;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.MatMul;
import java.util.ArrayList;
import java.util.List;

/** Matrix products. */
final class LinearExport {
  private LinearExport() {}

  static void register(Exports table) {
    table.put(Linear.class, LinearExport::linear);
    table.put(
        MatMul.class, (operator, node) -> node.give("MatMul", node.allAs(node.result().type())));
    table.put(
        Einsum.class,
        (operator, node) ->
            node.give(
                "Einsum",
                node.allAs(node.result().type()),
                Attribute.text("equation", operator.equation())));
  }

  /** Gemm takes matrices alone; the weight keeps its layout {@code [out, in]} in both forms. */
  private static String linear(Linear linear, NodeExport node) {
    String weight = node.weight("weight");
    if (node.input(0).rank() == 2) {
      List<String> reads = new ArrayList<>(List.of(node.in(0), weight));
      if (linear.bias()) {
        reads.add(node.weight("bias"));
      }
      return node.give("Gemm", reads, Attribute.flag("transB", true));
    }
    String turned =
        node.step(
            "transposed", "Transpose", List.of(weight), Attribute.integers("perm", List.of(1, 0)));
    List<String> factors = List.of(node.in(0), turned);
    if (!linear.bias()) {
      return node.give("MatMul", factors);
    }
    return node.give("Add", List.of(node.step("product", "MatMul", factors), node.weight("bias")));
  }
}
