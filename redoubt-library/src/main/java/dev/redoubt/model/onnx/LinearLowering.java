package dev.redoubt.model.onnx;

import dev.redoubt.nn.operator.Add;
import dev.redoubt.nn.operator.Einsum;
import dev.redoubt.nn.operator.Extent;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.MatMul;
import dev.redoubt.nn.operator.Multiply;
import dev.redoubt.nn.operator.Permute;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Matrix products; those with a constant matrix become linear layers. */
final class LinearLowering {
  private LinearLowering() {}

  static void register(Map<String, Lowering> table) {
    table.put("MatMul", Lowering.of(LinearLowering::matMul));
    table.put("Gemm", Lowering.of(LinearLowering::gemm));
    table.put("Einsum", Lowering.of(LinearLowering::einsum));
  }

  private static Value matMul(OnnxNode node, Tracer trace) {
    Value a = node.input(0);
    Value b = node.input(1);
    boolean layer =
        a.isData() && a.rank() >= 2 && b.isConstant() && b.rank() == 2 && isFloating(b.small());
    if (layer) {
      return linear(node, trace, a, Layout.transpose(b.small(), 0, 1), Map.of());
    }
    return product(node, trace, a, b);
  }

  private static boolean isFloating(Tensor x) {
    return x.dtype() == DType.FLOAT32;
  }

  private static Value product(OnnxNode node, Tracer trace, Value a, Value b) {
    List<Extent> room = new ArrayList<>();
    if (a.rank() > 1) {
      room.addAll(trace.dims(a, node.name()).subList(0, a.rank() - 1));
    }
    if (b.rank() > 1) {
      room.add(trace.dims(b, node.name()).get(b.rank() - 1));
    }
    trace.requireRoom(node.name(), room);
    return trace.emit(node.name(), new MatMul(), a, b);
  }

  /** A linear layer; weight {@code [out, in]}. */
  private static Value linear(
      OnnxNode node, Tracer trace, Value x, Tensor weight, Map<String, Tensor> bias) {
    Map<String, Tensor> weights = new LinkedHashMap<>(Map.of("weight", weight));
    weights.putAll(bias);
    int in = Math.toIntExact(weight.size(1));
    int out = Math.toIntExact(weight.size(0));
    if (x.small().size(-1) != in) {
      throw node.unsupported(
          "its matrix takes %d features, but its input has %d".formatted(in, x.small().size(-1)));
    }
    return trace.emit(node.name(), new Linear(in, out, !bias.isEmpty()), weights, x);
  }

  /** {@code alpha A' B' + beta C}. */
  private static Value gemm(OnnxNode node, Tracer trace) {
    double alpha = node.real("alpha", 1);
    double beta = node.real("beta", 1);
    Value a = turned(node, trace, node.input(0), node.flag("transA", false));
    Value b = node.input(1);
    if (b.rank() != 2 || a.rank() != 2) {
      throw node.unsupported("its factors are no matrices");
    }
    boolean turn = node.flag("transB", false);
    Value c = node.has(2) ? node.input(2) : null;
    boolean layer = a.isData() && b.isConstant() && (c == null || c.isConstant());
    if (layer) {
      Tensor weight = turn ? b.small() : Layout.transpose(b.small(), 0, 1);
      Tensor scaled = alpha == 1 ? weight : weight.times(alpha);
      long out = weight.size(0);
      if (c == null) {
        return linear(node, trace, a, scaled, Map.of());
      }
      boolean row =
          c.small().count() == 1 || (c.small().size(-1) == out && c.small().count() == out);
      if (row) {
        Tensor flat = Layout.reshape(c.small(), c.small().count());
        Tensor bias = flat.times(beta).times(Tensors.full(1, flat.dtype(), out));
        return linear(node, trace, a, scaled, Map.of("bias", bias));
      }
    }
    Value product = product(node, trace, a, turned(node, trace, b, turn));
    product = scaled(node, trace, product, alpha);
    return c == null
        ? product
        : trace.emit(node.name() + ".sum", new Add(), product, scaled(node, trace, c, beta));
  }

  private static Value turned(OnnxNode node, Tracer trace, Value x, boolean turn) {
    return turn ? trace.emit(node.name() + ".transposed", new Permute(List.of(1, 0)), x) : x;
  }

  private static Value scaled(OnnxNode node, Tracer trace, Value x, double factor) {
    return factor == 1
        ? x
        : trace.emit(
            node.name() + ".scaled", new Multiply(), x, Value.constant(Tensors.scalar(factor)));
  }

  private static Value einsum(OnnxNode node, Tracer trace) {
    String equation = node.text("equation", "").replace(" ", "");
    List<Extent> room = new ArrayList<>();
    List<Character> seen = new ArrayList<>();
    String[] terms = equation.replaceFirst("->.*", "").split(",", -1);
    for (int i = 0; i < Math.min(terms.length, node.inputCount()); i++) {
      List<Extent> shape = trace.dims(node.input(i), node.name());
      for (int k = 0; k < Math.min(terms[i].length(), shape.size()); k++) {
        if (!seen.contains(terms[i].charAt(k))) {
          seen.add(terms[i].charAt(k));
          room.add(shape.get(k));
        }
      }
    }
    if (equation.contains("->") && room.size() > 0) {
      String result = equation.substring(equation.indexOf("->") + 2);
      List<Extent> kept = new ArrayList<>();
      for (int i = 0; i < seen.size(); i++) {
        if (result.indexOf(seen.get(i)) >= 0) {
          kept.add(room.get(i));
        }
      }
      room = kept;
    }
    trace.requireRoom(node.name(), room);
    return trace.emit(node.name(), new Einsum(equation), node.inputs());
  }
}
