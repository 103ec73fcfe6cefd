package dev.redoubt.model.onnx;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.operator.Add;
import dev.redoubt.nn.operator.Compare;
import dev.redoubt.nn.operator.Divide;
import dev.redoubt.nn.operator.Extent;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.Logic;
import dev.redoubt.nn.operator.Maximum;
import dev.redoubt.nn.operator.Minimum;
import dev.redoubt.nn.operator.Multiply;
import dev.redoubt.nn.operator.Not;
import dev.redoubt.nn.operator.Power;
import dev.redoubt.nn.operator.Subtract;
import dev.redoubt.nn.operator.Where;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Operators that combine values element by element, broadcasting. */
final class ArithmeticLowering {
  private ArithmeticLowering() {}

  static void register(Map<String, Lowering> table) {
    table.put("Add", Lowering.of(ArithmeticLowering::add));
    binary(table, "Sub", new Subtract());
    binary(table, "Mul", new Multiply());
    binary(table, "Div", new Divide());
    binary(table, "Pow", new Power());
    table.put("Mod", Lowering.of(ArithmeticLowering::modulo));
    binary(table, "Equal", new Compare(Compare.Relation.EQUAL));
    binary(table, "Less", new Compare(Compare.Relation.LESS));
    binary(table, "LessOrEqual", new Compare(Compare.Relation.LESS_OR_EQUAL));
    binary(table, "Greater", new Compare(Compare.Relation.GREATER));
    binary(table, "GreaterOrEqual", new Compare(Compare.Relation.GREATER_OR_EQUAL));
    binary(table, "And", new Logic(Logic.Connective.AND));
    binary(table, "Or", new Logic(Logic.Connective.OR));
    binary(table, "Xor", new Logic(Logic.Connective.XOR));
    table.put(
        "Not", Lowering.of((node, trace) -> trace.emit(node.name(), new Not(), node.input(0))));
    table.put("Where", Lowering.of(ArithmeticLowering::where));
    variadic(table, "Sum", new Add());
    variadic(table, "Min", new Minimum());
    variadic(table, "Max", new Maximum());
    table.put(
        "Mean",
        Lowering.of(
            (node, trace) ->
                trace.emit(
                    node.name(),
                    new Divide(),
                    chain(node, trace, new Add()),
                    Value.constant(Tensors.scalar(node.inputCount())))));
  }

  private static void binary(Map<String, Lowering> table, String type, Operator operator) {
    table.put(
        type,
        Lowering.of((node, trace) -> pair(node, trace, operator, node.input(0), node.input(1))));
  }

  private static Value pair(OnnxNode node, Tracer trace, Operator operator, Value a, Value b) {
    List<Extent> left = trace.dims(a, node.name());
    List<Extent> right = trace.dims(b, node.name());
    trace.requireRoom(node.name(), broadcast(left, right));
    if (left.size() != right.size()) {
      return trace.emit(node.name(), operator, a, b);
    }
    return trace.emit(
        node.name(),
        operator,
        SelectionLowering.once(trace, a, right, -1),
        SelectionLowering.once(trace, b, left, -1));
  }

  private static Value where(OnnxNode node, Tracer trace) {
    List<Extent> shape = List.of();
    for (Value value : node.inputs()) {
      shape = broadcast(shape, trace.dims(value, node.name()));
    }
    trace.requireRoom(node.name(), shape);
    return trace.emit(node.name(), new Where(), node.input(0), node.input(1), node.input(2));
  }

  private static void variadic(Map<String, Lowering> table, String type, Operator operator) {
    table.put(type, Lowering.of((node, trace) -> chain(node, trace, operator)));
  }

  private static Value chain(OnnxNode node, Tracer trace, Operator operator) {
    Value result = node.input(0);
    for (int i = 1; i < node.inputCount(); i++) {
      result = pair(node, trace, operator, result, node.input(i));
    }
    return result;
  }

  /** The shape that two broadcast to, as far as it matters for its size. */
  static List<Extent> broadcast(List<Extent> a, List<Extent> b) {
    List<Extent> longer = new ArrayList<>(a.size() >= b.size() ? a : b);
    List<Extent> shorter = a.size() >= b.size() ? b : a;
    int offset = longer.size() - shorter.size();
    for (int i = 0; i < shorter.size(); i++) {
      Extent other = shorter.get(i);
      if (longer.get(offset + i).equals(new Extent(1, false))) {
        longer.set(offset + i, other);
      }
    }
    return longer;
  }

  /** A sum; a constant vector after a matrix product is its bias. */
  private static Value add(OnnxNode node, Tracer trace) {
    Value a = node.input(0);
    Value b = node.input(1);
    Value product = a.isData() ? a : b;
    Value vector = a.isData() ? b : a;
    if (node.isSoleReader()
        && vector.isConstant()
        && trace.operatorOf(product) instanceof Linear linear
        && !linear.bias()
        && vector.small().count() == linear.outFeatures()
        && vector.rank() <= product.rank()
        && (vector.rank() > 0 && vector.small().size(-1) == linear.outFeatures())) {
      Tensor bias = Layout.reshape(vector.small(), linear.outFeatures());
      trace.replace(
          product,
          new Linear(linear.inFeatures(), linear.outFeatures(), true),
          Map.of("bias", bias));
      Tensor small = product.small().plus(bias);
      Tensor large = product.small() == product.large() ? small : product.large().plus(bias);
      return new Value(small, large, Value.Origin.DATA, product.node());
    }
    return pair(node, trace, new Add(), a, b);
  }

  /**
   * The remainder of whole numbers, with the sign of the dividend if {@code fmod} is set and of the
   * divisor if not. Exporters compute shapes with it.
   */
  private static Value modulo(OnnxNode node, Tracer trace) {
    Value a = node.input(0);
    Value b = node.input(1);
    if (a.small().dtype() != DType.INT64 || b.small().dtype() != DType.INT64) {
      throw node.unsupported("it divides fractions");
    }
    Value rest = remainder(node, trace, a, b);
    if (node.flag("fmod", false)) {
      return rest;
    }
    return remainder(node, trace, pair(node, trace, new Add(), rest, b), b);
  }

  private static Value remainder(OnnxNode node, Tracer trace, Value a, Value b) {
    Value quotient = pair(node, trace, new Divide(), a, b);
    return pair(node, trace, new Subtract(), a, pair(node, trace, new Multiply(), quotient, b));
  }
}
