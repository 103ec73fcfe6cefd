package dev.redoubt.audit.remedy;

import dev.redoubt.data.Batch;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.operator.LogSoftmax;
import dev.redoubt.nn.operator.Softmax;
import dev.redoubt.pipeline.Pipeline;
import java.util.List;
import java.util.Optional;

/**
 * A network that ends in a softmax, or its logarithm, is differentiated before it, where nothing is
 * saturated. The values on the tape are then those before it, which name the same class; off the
 * tape nothing changes. Empty for other classifiers, and where something rejects, whose score would
 * be weighed against other logits.
 */
public record WithoutSoftmax() implements Remedy {
  @Override
  public String words() {
    return "the network without its last softmax";
  }

  @Override
  public Optional<Pipeline> of(Pipeline pipeline, Batch clean) {
    return pipeline.rejects() ? Optional.empty() : Rewired.of(pipeline, WithoutSoftmax::shortened);
  }

  private static Optional<Graph> shortened(Graph graph) {
    List<Graph.Node> nodes = graph.nodes();
    int before = nodes.size() - 1;
    Graph.Node last = nodes.get(before);
    boolean softmax = last.operator() instanceof Softmax || last.operator() instanceof LogSoftmax;
    return softmax && before > 0 && last.inputs().get(0).equals(nodes.get(before - 1).name())
        ? Optional.of(new Graph(nodes.subList(0, before), graph.oneByOne()))
        : Optional.empty();
  }
}
