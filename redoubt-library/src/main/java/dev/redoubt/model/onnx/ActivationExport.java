package dev.redoubt.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.redoubt.nn.operator.Celu;
import dev.redoubt.nn.operator.Clip;
import dev.redoubt.nn.operator.Elu;
import dev.redoubt.nn.operator.Gelu;
import dev.redoubt.nn.operator.HardSigmoid;
import dev.redoubt.nn.operator.LeakyRelu;
import dev.redoubt.nn.operator.LogSoftmax;
import dev.redoubt.nn.operator.PRelu;
import dev.redoubt.nn.operator.Pointwise;
import dev.redoubt.nn.operator.Relu;
import dev.redoubt.nn.operator.Selu;
import dev.redoubt.nn.operator.Silu;
import dev.redoubt.nn.operator.Softmax;
import java.util.ArrayList;
import java.util.List;

/** Operators of one input that keep its shape. */
final class ActivationExport {
  private ActivationExport() {}

  static void register(Exports table) {
    table.put(Relu.class, (operator, node) -> one(node, "Relu"));
    table.put(
        LeakyRelu.class,
        (operator, node) -> one(node, "LeakyRelu", Attribute.real("alpha", operator.slope())));
    table.put(
        Elu.class, (operator, node) -> one(node, "Elu", Attribute.real("alpha", operator.alpha())));
    table.put(
        Celu.class,
        (operator, node) -> one(node, "Celu", Attribute.real("alpha", operator.alpha())));
    table.put(
        Selu.class,
        (operator, node) ->
            one(
                node,
                "Selu",
                Attribute.real("alpha", operator.alpha()),
                Attribute.real("gamma", operator.gamma())));
    table.put(
        HardSigmoid.class,
        (operator, node) ->
            one(
                node,
                "HardSigmoid",
                Attribute.real("alpha", operator.alpha()),
                Attribute.real("beta", operator.beta())));
    table.put(
        Softmax.class,
        (operator, node) -> one(node, "Softmax", Attribute.integer("axis", operator.axis())));
    table.put(
        LogSoftmax.class,
        (operator, node) -> one(node, "LogSoftmax", Attribute.integer("axis", operator.axis())));
    table.put(Silu.class, ActivationExport::silu);
    table.put(Gelu.class, ActivationExport::gelu);
    table.put(Clip.class, ActivationExport::clip);
    table.put(PRelu.class, ActivationExport::pRelu);
    table.put(Pointwise.class, ActivationExport::pointwise);
  }

  /** An operator that ONNX has for floats. */
  private static String one(NodeExport node, String type, AttributeProto... attributes) {
    if (!node.result().isFloating()) {
      throw node.unsupported("ONNX's " + type + " takes no whole numbers");
    }
    return node.give(type, List.of(node.floating(0)), attributes);
  }

  private static String silu(Silu operator, NodeExport node) {
    String x = node.floating(0);
    return node.give("Mul", List.of(x, node.step("sigmoid", "Sigmoid", List.of(x))));
  }

  /** An operator of its own since opset 20 only. */
  private static String gelu(Gelu operator, NodeExport node) {
    String x = node.floating(0);
    String inner;
    if (operator.tanh()) {
      String cube = node.step("cube", "Pow", List.of(x, node.scalar("three", 3)));
      String scaled = node.step("scaled", "Mul", List.of(cube, node.scalar("cubic", 0.044715)));
      String sum = node.step("sum", "Add", List.of(x, scaled));
      String factor = node.scalar("factor", Math.sqrt(2 / Math.PI));
      inner =
          node.step("tanh", "Tanh", List.of(node.step("argument", "Mul", List.of(sum, factor))));
    } else {
      String root = node.scalar("root", Math.sqrt(2));
      inner = node.step("erf", "Erf", List.of(node.step("argument", "Div", List.of(x, root))));
    }
    String twice = node.step("twice", "Add", List.of(inner, node.scalar("one", 1)));
    String product = node.step("product", "Mul", List.of(x, twice));
    return node.give("Mul", List.of(product, node.scalar("half", 0.5)));
  }

  private static String clip(Clip operator, NodeExport node) {
    OnnxValue x = node.input(0);
    boolean low = operator.low() != Double.NEGATIVE_INFINITY;
    boolean high = operator.high() != Double.POSITIVE_INFINITY;
    if (!low && !high) {
      return node.give("Identity", List.of(x.name()));
    }
    List<String> reads = new ArrayList<>(List.of(x.name()));
    double least = x.isFloating() ? operator.low() : Math.ceil(operator.low());
    double most = x.isFloating() ? operator.high() : Math.floor(operator.high());
    reads.add(low ? node.scalar("low", least, x) : "");
    if (high) {
      reads.add(node.scalar("high", most, x));
    }
    return node.give("Clip", reads);
  }

  /** The slope of ONNX's PRelu must not be larger than x; ours may be. */
  private static String pRelu(PRelu operator, NodeExport node) {
    List<Long> x = node.input(0).shape();
    List<Long> slope = node.input(1).shape();
    boolean fits = slope.size() <= x.size();
    for (int i = 1; fits && i <= slope.size(); i++) {
      long length = slope.get(slope.size() - i);
      fits = length == 1 || length == x.get(x.size() - i);
    }
    List<String> both = node.allAs(node.result().type());
    if (fits) {
      return node.give("PRelu", both);
    }
    String zero = node.scalar("zero", 0, node.result());
    String negative = node.step("negative", "Less", List.of(both.get(0), zero));
    String scaled = node.step("scaled", "Mul", both);
    return node.give("Where", List.of(negative, scaled, both.get(0)));
  }

  private static String pointwise(Pointwise operator, NodeExport node) {
    OnnxValue x = node.input(0);
    List<String> read = List.of(node.as(0, node.result().type()));
    return switch (operator.function()) {
      case NEGATE -> node.give("Neg", read);
      case ABS -> node.give("Abs", read);
      case SIGN -> node.give("Sign", read);
      case ROUND -> node.give(x.isFloating() ? "Round" : "Identity", read);
      case FLOOR -> node.give(x.isFloating() ? "Floor" : "Identity", read);
      case CEIL -> node.give(x.isFloating() ? "Ceil" : "Identity", read);
      case SQRT -> one(node, "Sqrt");
      case EXP -> one(node, "Exp");
      case LOG -> one(node, "Log");
      case RECIPROCAL -> one(node, "Reciprocal");
      case SIGMOID -> one(node, "Sigmoid");
      case TANH -> one(node, "Tanh");
      case ERF -> one(node, "Erf");
      case SOFTPLUS -> one(node, "Softplus");
      case SOFTSIGN -> one(node, "Softsign");
      case HARD_SWISH -> one(node, "HardSwish");
      case SIN -> one(node, "Sin");
      case COS -> one(node, "Cos");
      case MISH -> { // an operator of its own since opset 18 only
        String softplus = node.step("softplus", "Softplus", read);
        yield node.give("Mul", List.of(read.get(0), node.step("tanh", "Tanh", List.of(softplus))));
      }
    };
  }
}
