package dev.redoubt.model.onnx;

import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Operator;
import dev.redoubt.nn.operator.Cast;
import dev.redoubt.nn.operator.Constant;
import dev.redoubt.nn.operator.Flatten;
import dev.redoubt.nn.operator.Selu;
import java.util.List;
import java.util.function.Consumer;

/**
 * A graph with which an operator is tried, on images {@code [n, 4, 6, 5]}.
 *
 * @param name of the case
 * @param low the least value of the input; the largest is 2
 * @param keepsOperators whether the imported graph is to have the same operators
 * @param body appends the operator
 */
record ExportCase(String name, double low, boolean keepsOperators, Consumer<Graph.Builder> body) {
  static final List<Integer> SHAPE = List.of(4, 6, 5);

  /** One operator on the input. */
  static ExportCase of(Operator operator) {
    return of(operator.toString(), builder -> builder.then("op", operator));
  }

  static ExportCase of(String name, Consumer<Graph.Builder> body) {
    return new ExportCase(name, -2, true, body);
  }

  /** For operators that are made of several in ONNX, and come back as those. */
  ExportCase spelledOut() {
    return new ExportCase(name, low, false, body);
  }

  /** On values that have a logarithm. */
  ExportCase onPositives() {
    return new ExportCase(name, 0.1, keepsOperators, body);
  }

  /** The case's graph; its logits are all elements of the result. */
  Graph graph() {
    Graph.Builder builder = Graph.builder();
    body.accept(builder);
    return builder.then("end", new Flatten()).build();
  }

  @Override
  public String toString() {
    return name;
  }

  /** Appends a constant of random values, and gives its name. */
  static String constant(Graph.Builder builder, Long... shape) {
    return builder.add("constant" + shape.length, new Constant(List.of(shape)));
  }

  /** Appends integers made of the input, from -17 to 20, and gives their name. */
  static String integers(Graph.Builder builder) {
    String larger = builder.add("larger", new Selu(2, 10), Graph.INPUT);
    return cast(builder, "whole", Cast.Target.INTEGER, larger);
  }

  /** Appends a cast of the last node to floats. */
  static void floats(Graph.Builder builder) {
    cast(builder, "floats", Cast.Target.FLOATING, builder.last());
  }

  static String cast(Graph.Builder builder, String name, Cast.Target target, String x) {
    return builder.add(name, new Cast(target), x, Graph.INPUT);
  }
}
