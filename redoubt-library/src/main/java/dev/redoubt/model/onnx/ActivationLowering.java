package dev.redoubt.model.onnx;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.operator.Celu;
import dev.redoubt.nn.operator.Clip;
import dev.redoubt.nn.operator.Elu;
import dev.redoubt.nn.operator.Extent;
import dev.redoubt.nn.operator.Gelu;
import dev.redoubt.nn.operator.HardSigmoid;
import dev.redoubt.nn.operator.LeakyRelu;
import dev.redoubt.nn.operator.LogSoftmax;
import dev.redoubt.nn.operator.Maximum;
import dev.redoubt.nn.operator.Minimum;
import dev.redoubt.nn.operator.PRelu;
import dev.redoubt.nn.operator.Pointwise;
import dev.redoubt.nn.operator.Relu;
import dev.redoubt.nn.operator.Selu;
import dev.redoubt.nn.operator.Softmax;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Operators of one input that keep its shape. */
final class ActivationLowering {
  private ActivationLowering() {}

  static void register(Map<String, Lowering> table) {
    pointwise(table, "Neg", Pointwise.Function.NEGATE);
    pointwise(table, "Abs", Pointwise.Function.ABS);
    pointwise(table, "Sqrt", Pointwise.Function.SQRT);
    pointwise(table, "Exp", Pointwise.Function.EXP);
    pointwise(table, "Log", Pointwise.Function.LOG);
    pointwise(table, "Reciprocal", Pointwise.Function.RECIPROCAL);
    pointwise(table, "Sigmoid", Pointwise.Function.SIGMOID);
    pointwise(table, "Tanh", Pointwise.Function.TANH);
    pointwise(table, "Erf", Pointwise.Function.ERF);
    pointwise(table, "Softplus", Pointwise.Function.SOFTPLUS);
    pointwise(table, "Softsign", Pointwise.Function.SOFTSIGN);
    pointwise(table, "HardSwish", Pointwise.Function.HARD_SWISH);
    pointwise(table, "Mish", Pointwise.Function.MISH);
    pointwise(table, "Sin", Pointwise.Function.SIN);
    pointwise(table, "Cos", Pointwise.Function.COS);
    pointwise(table, "Round", Pointwise.Function.ROUND);
    pointwise(table, "Floor", Pointwise.Function.FLOOR);
    pointwise(table, "Ceil", Pointwise.Function.CEIL);
    pointwise(table, "Sign", Pointwise.Function.SIGN);
    unary(table, "Relu", node -> new Relu());
    unary(table, "LeakyRelu", node -> new LeakyRelu(node.real("alpha", 0.01)));
    unary(table, "Elu", node -> new Elu(node.real("alpha", 1)));
    unary(table, "Celu", node -> new Celu(node.real("alpha", 1)));
    unary(
        table,
        "Selu",
        node ->
            new Selu(
                node.real("alpha", 1.6732631921768188), node.real("gamma", 1.0507010221481323)));
    unary(
        table,
        "HardSigmoid",
        node -> new HardSigmoid(node.real("alpha", 0.2), node.real("beta", 0.5)));
    unary(table, "Gelu", node -> new Gelu(node.text("approximate", "none").equals("tanh")));
    table.put(
        "PRelu",
        Lowering.of(
            (node, trace) -> trace.emit(node.name(), new PRelu(), node.input(0), node.input(1))));
    table.put("Clip", Lowering.of(ActivationLowering::clip));
    table.put("Softmax", Lowering.of((node, trace) -> softmax(node, trace, Softmax::new)));
    table.put("LogSoftmax", Lowering.of((node, trace) -> softmax(node, trace, LogSoftmax::new)));
  }

  private static void pointwise(
      Map<String, Lowering> table, String type, Pointwise.Function function) {
    unary(table, type, node -> new Pointwise(function));
  }

  private static void unary(
      Map<String, Lowering> table, String type, Function<OnnxNode, Operator> operator) {
    table.put(
        type,
        Lowering.of((node, trace) -> trace.emit(node.name(), operator.apply(node), node.input(0))));
  }

  /** Bounds were attributes up to opset 10, and are inputs since. */
  private static Value clip(OnnxNode node, Tracer trace) {
    boolean computed =
        (node.has(1) && !node.input(1).isConstant())
            || (node.has(2) && !node.input(2).isConstant());
    if (!computed) {
      double low = node.has(1) ? node.number(1) : node.real("min", Double.NEGATIVE_INFINITY);
      double high = node.has(2) ? node.number(2) : node.real("max", Double.POSITIVE_INFINITY);
      return trace.emit(node.name(), new Clip(low, high), node.input(0));
    }
    Value result = node.input(0);
    if (node.has(1)) {
      result = trace.emit(node.name(), new Maximum(), result, node.input(1));
    }
    return node.has(2) ? trace.emit(node.name(), new Minimum(), result, node.input(2)) : result;
  }

  /** Up to opset 12 the dimensions from the axis on are taken as one. */
  private static Value softmax(OnnxNode node, Tracer trace, IntFunction<Operator> operator) {
    Value x = node.input(0);
    int axis = node.axis(node.integer("axis", node.opset() < 13 ? 1L : -1L), x.rank());
    if (node.opset() >= 13 || axis == x.rank() - 1) {
      return trace.emit(node.name(), operator.apply(axis), x);
    }
    List<Extent> shape = trace.dims(x, node.name());
    List<Extent> rows = ShapeLowering.merged(node, shape, axis);
    Value flat = ShapeLowering.reshape(node, trace, x, rows);
    return ShapeLowering.reshape(
        node, trace, trace.emit(node.name(), operator.apply(1), flat), shape);
  }
}
