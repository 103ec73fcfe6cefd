package dev.redoubt.audit.remedy;

import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Operator;
import dev.redoubt.nn.operator.ArgMax;
import dev.redoubt.nn.operator.Cast;
import dev.redoubt.nn.operator.Compare;
import dev.redoubt.nn.operator.Flatten;
import dev.redoubt.nn.operator.Logic;
import dev.redoubt.nn.operator.Not;
import dev.redoubt.nn.operator.OneHot;
import dev.redoubt.nn.operator.Pointwise;
import dev.redoubt.nn.operator.Reshape;
import dev.redoubt.nn.operator.Where;
import dev.redoubt.tensor.Activation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A graph with derivatives in place of hard decisions; nodes keep their names. */
final class SoftGraph {
  private final Graph graph;
  private final Map<String, Graph.Node> nodes = new HashMap<>();

  /** The nodes that give truth values or integers, and give floats in their place. */
  private final Set<String> softened = new HashSet<>();

  private SoftGraph(Graph graph) {
    this.graph = graph;
    for (Graph.Node node : graph.nodes()) {
      nodes.put(node.name(), node);
      if (givesNoFloats(node.operator())) {
        softened.add(node.name());
      }
    }
    while (softened.removeIf(this::isReadOtherwise)) {
      // those that read what is no longer softened are looked at again
    }
  }

  /** The same graph with derivatives; empty if nothing of it is a hard decision. */
  static Optional<Graph> of(Graph graph) {
    SoftGraph soft = new SoftGraph(graph);
    List<Graph.Node> changed = graph.nodes().stream().map(soft::changed).toList();
    return changed.equals(graph.nodes())
        ? Optional.empty()
        : Optional.of(new Graph(changed, graph.oneByOne()));
  }

  private static boolean givesNoFloats(Operator operator) {
    return operator instanceof Compare
        || operator instanceof Logic
        || operator instanceof Not
        || (operator instanceof Cast cast && cast.target() != Cast.Target.FLOATING);
  }

  /** Whether something wants it that does not take floats in its place, or nothing does. */
  private boolean isReadOtherwise(String name) {
    List<Graph.Node> readers =
        graph.nodes().stream().filter(node -> node.inputs().contains(name)).toList();
    return readers.isEmpty() || !readers.stream().allMatch(reader -> takesFloats(reader, name));
  }

  private boolean takesFloats(Graph.Node reader, String name) {
    if (reader.operator() instanceof Where) {
      return reader.inputs().lastIndexOf(name) == 0;
    }
    boolean number =
        reader.operator() instanceof Cast cast && cast.target() == Cast.Target.FLOATING;
    return number || softened.contains(reader.name());
  }

  private Graph.Node changed(Graph.Node node) {
    Operator operator = node.operator();
    if (operator instanceof OneHot oneHot) {
      return decided(node.inputs().get(0)).map(argMax -> soft(node, oneHot, argMax)).orElse(node);
    }
    return new Graph.Node(node.name(), changed(node, operator), node.inputs());
  }

  private Operator changed(Graph.Node node, Operator operator) {
    if (operator instanceof Pointwise pointwise) {
      return changed(pointwise);
    }
    if (operator instanceof Where where && softened.contains(node.inputs().get(0))) {
      return new SoftTruth.SoftWhere(where);
    }
    if (!softened.contains(node.name())) {
      return operator;
    }
    if (operator instanceof Compare compare) {
      return new SoftTruth.SoftCompare(compare);
    }
    if (operator instanceof Logic logic) {
      return new SoftTruth.SoftLogic(logic);
    }
    return operator instanceof Not not
        ? new SoftTruth.SoftNot(not)
        : StraightThrough.identity(operator);
  }

  private static Operator changed(Pointwise pointwise) {
    return switch (pointwise.function()) {
      case ROUND, FLOOR, CEIL -> StraightThrough.identity(pointwise);
      case SIGN -> new StraightThrough(pointwise, Activation::softsign);
      default -> pointwise;
    };
  }

  /** The decision that places come from; nothing but their type and shape may have changed. */
  private Optional<Graph.Node> decided(String places) {
    Graph.Node node = nodes.get(places);
    while (node != null
        && (node.operator() instanceof Cast
            || node.operator() instanceof Reshape
            || node.operator() instanceof Flatten)) {
      node = nodes.get(node.inputs().get(0));
    }
    return node != null && node.operator() instanceof ArgMax ? Optional.of(node) : Optional.empty();
  }

  private static Graph.Node soft(Graph.Node node, OneHot oneHot, Graph.Node decision) {
    List<String> inputs = new ArrayList<>(node.inputs());
    inputs.add(decision.inputs().get(0));
    ArgMax argMax = (ArgMax) decision.operator();
    return new Graph.Node(node.name(), new SoftOneHot(oneHot, argMax.axis()), inputs);
  }
}
