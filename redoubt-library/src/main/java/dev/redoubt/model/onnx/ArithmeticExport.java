package dev.redoubt.model.onnx;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.operator.Add;
import dev.redoubt.nn.operator.Compare;
import dev.redoubt.nn.operator.Divide;
import dev.redoubt.nn.operator.Logic;
import dev.redoubt.nn.operator.Maximum;
import dev.redoubt.nn.operator.Minimum;
import dev.redoubt.nn.operator.Multiply;
import dev.redoubt.nn.operator.Not;
import dev.redoubt.nn.operator.Power;
import dev.redoubt.nn.operator.Subtract;
import dev.redoubt.nn.operator.Where;
import dev.redoubt.tensor.DType;
import java.util.List;

/**
 * Operators that combine values element by element, broadcasting. ONNX wants operands of one type.
 */
final class ArithmeticExport {
  private ArithmeticExport() {}

  static void register(Exports table) {
    binary(table, Add.class, "Add");
    binary(table, Subtract.class, "Sub");
    binary(table, Multiply.class, "Mul");
    binary(table, Divide.class, "Div");
    binary(table, Maximum.class, "Max");
    binary(table, Minimum.class, "Min");
    table.put(Power.class, ArithmeticExport::power);
    table.put(Compare.class, ArithmeticExport::compare);
    table.put(
        Logic.class,
        (operator, node) ->
            node.give(
                switch (operator.connective()) {
                  case AND -> "And";
                  case OR -> "Or";
                  case XOR -> "Xor";
                },
                node.allAs(DType.BOOL)));
    table.put(Not.class, (operator, node) -> node.give("Not", List.of(node.as(0, DType.BOOL))));
    table.put(Where.class, ArithmeticExport::where);
  }

  private static <O extends Operator> void binary(Exports table, Class<O> operator, String type) {
    table.put(operator, (own, node) -> node.give(type, node.allAs(numeric(node))));
  }

  private static DType numeric(NodeExport node) {
    if (node.result().type() == DType.BOOL) {
      throw node.unsupported("ONNX does not compute with truth values");
    }
    return node.result().type();
  }

  /** The exponent may be of another type than the base. */
  private static String power(Power operator, NodeExport node) {
    DType base = numeric(node);
    DType exponent = node.input(1).type() == DType.BOOL ? base : node.input(1).type();
    return node.give("Pow", List.of(node.as(0, base), node.as(1, exponent)));
  }

  private static String compare(Compare operator, NodeExport node) {
    boolean floating = node.inputs().stream().anyMatch(OnnxValue::isFloating);
    return node.give(
        switch (operator.relation()) {
          case EQUAL -> "Equal";
          case LESS -> "Less";
          case LESS_OR_EQUAL -> "LessOrEqual";
          case GREATER -> "Greater";
          case GREATER_OR_EQUAL -> "GreaterOrEqual";
        },
        node.allAs(floating ? DType.FLOAT32 : DType.INT64));
  }

  private static String where(Where operator, NodeExport node) {
    DType type = node.result().type();
    String condition = node.as(0, DType.BOOL);
    String one = node.as(1, type);
    String other = node.as(2, type);
    if (type != DType.BOOL) {
      return node.give("Where", List.of(condition, one, other));
    }
    // Runtimes choose among numbers alone.
    String opposite = node.step("not", "Not", List.of(condition));
    String there = node.step("there", "And", List.of(condition, one));
    String elsewhere = node.step("elsewhere", "And", List.of(opposite, other));
    return node.give("Or", List.of(there, elsewhere));
  }
}
