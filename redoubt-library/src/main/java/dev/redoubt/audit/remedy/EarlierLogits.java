package dev.redoubt.audit.remedy;

import dev.redoubt.data.Batch;
import dev.redoubt.model.Layer;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Activations;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A network that decides before its end is differentiated where it does: at the first of its nodes
 * that has a value for each class, the largest of which is the network's answer on nearly all of
 * many random inputs and the clean ones. What comes after it, a softmax, a scale, rounding, a
 * one-hot code, however it is built, only hides the gradient. The values on the tape are that
 * node's; off the tape nothing changes. Empty for other classifiers, where there is no such node
 * but the last, and where something rejects, whose score would be weighed against other logits.
 */
public record EarlierLogits() implements Remedy {
  /** Where values are rounded, the largest may be attained twice. */
  private static final double AGREEING = .95;

  private static final int RANDOM = 64;

  @Override
  public String words() {
    return "the network differentiated where it has decided";
  }

  @Override
  public Optional<Pipeline> of(Pipeline pipeline, Batch clean) {
    if (pipeline.rejects()) {
      return Optional.empty();
    }
    return Rewired.onTape(pipeline.classifier())
        .flatMap(network -> deciding(network, inputs(pipeline, network, clean)))
        .flatMap(node -> Rewired.of(pipeline, graph -> readFrom(graph, node)));
  }

  private static Optional<Graph> readFrom(Graph graph, String node) {
    List<Graph.Node> nodes = new ArrayList<>(graph.nodes());
    nodes.add(new Graph.Node("earlier-logits", new PassOn(), List.of(node)));
    return Optional.of(new Graph(nodes, graph.oneByOne()));
  }

  /** Random inputs, and the clean ones where the network itself is given them. */
  private static Tensor inputs(Pipeline pipeline, NetworkModel network, Batch clean) {
    long[] shape =
        LongStream.concat(
                LongStream.of(RANDOM),
                network.input().shape().stream().mapToLong(Integer::longValue))
            .toArray();
    Draws draws = new Draws(0, LongStream.range(0, RANDOM).toArray(), "earlier-logits");
    Tensor like = Tensors.zeros(clean.inputs().dtype(), shape).like(clean.inputs());
    Tensor random = draws.uniformLike(like, network.input().low(), network.input().high());
    return network.input().equals(pipeline.input())
        ? Layout.concat(List.of(random, clean.inputs()), 0)
        : random;
  }

  /** The first node that decides, unless it is the last. */
  private static Optional<String> deciding(NetworkModel network, Tensor x) {
    List<Graph.Node> nodes = network.network().graph().nodes();
    String last = nodes.get(nodes.size() - 1).name();
    Set<String> wide = new LinkedHashSet<>();
    for (Layer layer : network.layers()) {
      if (layer.shape().equals(List.of((long) network.classes())) && !layer.name().equals(last)) {
        wide.add(layer.name());
      }
    }
    if (wide.isEmpty()) {
      return Optional.empty();
    }
    return Scope.value(
        () -> {
          Draws draws = new Draws(0, new long[x.rows()], "earlier-logits");
          Activations found =
              Autograd.noGrad(
                  () -> network.network().activations(x, new Pass(Mode.EVAL, draws), wide));
          int[] answers = Reductions.argmax(found.output(), 1).ints();
          return wide.stream().filter(name -> agrees(answers, found.nodes().get(name))).findFirst();
        });
  }

  private static boolean agrees(int[] answers, @Nullable Tensor values) {
    if (values == null || values.rows() != answers.length) {
      return false;
    }
    int[] own = Reductions.argmax(values, 1).ints();
    long same = IntStream.range(0, own.length).filter(i -> own[i] == answers[i]).count();
    return same >= AGREEING * own.length;
  }

  /** What it is given, under another name. It stands on tapes, never in files. */
  private record PassOn() implements Operator {
    @Override
    public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
      return Layout.alias(inputs.get(0));
    }
  }
}
