package dev.redoubt.audit.measure;

import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.WeightSpec;
import dev.redoubt.nn.Weights;
import dev.redoubt.nn.operator.Add;
import dev.redoubt.nn.operator.Constant;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The linear layer in which a network ends.
 *
 * @param model the network
 * @param hidden the node whose values it reads
 * @param width how many those are
 */
record LastLayer(NetworkModel model, String hidden, int width) {
  /** That of a network; its bias may be added by a node of its own. Empty if it has none. */
  static Optional<LastLayer> of(NetworkModel model) {
    List<Graph.Node> nodes = model.network().graph().nodes();
    Graph.Node last = nodes.get(nodes.size() - 1);
    if (last.operator() instanceof Linear linear) {
      return Optional.of(new LastLayer(model, last.inputs().get(0), linear.inFeatures()));
    }
    List<Graph.Node> read =
        nodes.stream().filter(node -> last.inputs().contains(node.name())).toList();
    boolean biased =
        last.operator() instanceof Add
            && read.size() == 2
            && read.stream().anyMatch(node -> node.operator() instanceof Constant);
    return read.stream()
        .filter(node -> biased && node.operator() instanceof Linear)
        .findFirst()
        .map(
            node ->
                new LastLayer(
                    model, node.inputs().get(0), ((Linear) node.operator()).inFeatures()));
  }

  /** The network with the hidden values themselves as its output. */
  NetworkModel leftOut() {
    return replaced(new Hidden(specs()), width);
  }

  /** The network with a probe for each sample in its place. */
  NetworkModel binarized(Map<Long, Probe> probes) {
    return replaced(new ProbeLayer(specs(), probes), 2);
  }

  private Graph.Node last() {
    List<Graph.Node> nodes = model.network().graph().nodes();
    return nodes.get(nodes.size() - 1);
  }

  private List<WeightSpec> specs() {
    return last().operator().weightSpecs();
  }

  private NetworkModel replaced(Operator operator, int outputs) {
    Graph graph = model.network().graph();
    List<Graph.Node> nodes = new ArrayList<>(graph.nodes());
    nodes.set(nodes.size() - 1, new Graph.Node(last().name(), operator, List.of(hidden)));
    return new NetworkModel(
        model.name(),
        model.network().withGraph(new Graph(nodes, graph.oneByOne())),
        model.input(),
        outputs);
  }

  /** What the layer reads. */
  private record Hidden(List<WeightSpec> weightSpecs) implements Operator {
    @Override
    public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
      return Layout.alias(inputs.get(0));
    }
  }
}
