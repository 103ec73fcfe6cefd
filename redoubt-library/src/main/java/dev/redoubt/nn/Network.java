package dev.redoubt.nn;

import dev.redoubt.BadInputException;
import dev.redoubt.Suggestion;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A graph with its weights. The weights are frozen: gradients go to inputs alone, unless an
 * optimiser makes {@link #trainable()} record. Evaluation is safe from several threads.
 */
public final class Network implements AutoCloseable {
  private final Graph graph;
  private final Map<String, Tensor> weights;
  private final Map<String, Weights> views = new HashMap<>();
  private final List<Set<String>> lastReads = new ArrayList<>();
  private final boolean timed;

  private Network(Graph graph, Map<String, Tensor> weights) {
    this.graph = graph;
    this.weights = weights;
    this.timed = graph.isTimed();
    Set<String> readLater = new HashSet<>(Set.of(Graph.INPUT, Graph.TIME));
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Graph.Node node = graph.nodes().get(i);
      Map<String, Tensor> own = new HashMap<>();
      for (WeightSpec spec : node.operator().weightSpecs()) {
        own.put(spec.name(), required(weights, node.name() + "." + spec.name()));
      }
      views.put(node.name(), name -> required(own, name));
      Set<String> last = new HashSet<>(node.inputs());
      last.removeIf(name -> !readLater.add(name));
      lastReads.add(0, last);
    }
  }

  /** A fresh network whose weights are drawn from the seed. */
  public static Network create(Graph graph, long seed) {
    Map<String, float[]> values = new LinkedHashMap<>();
    forEachWeight(
        graph,
        (name, spec) -> {
          float[] value = new float[spec.count()];
          spec.start().fill(value, RandomStream.of(seed, -1, "weights/" + name));
          values.put(name, value);
        });
    return of(graph, values);
  }

  /**
   * A network with given weights.
   *
   * @param values a value for each weight of the graph, in row-major order; others are refused
   * @throws BadInputException if a weight is missing, unknown or of another size
   */
  public static Network of(Graph graph, Map<String, float[]> values) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    forEachWeight(
        graph,
        (name, spec) -> {
          float[] value = values.get(name);
          if (value == null) {
            throw new BadInputException("weight '" + name + "' is missing");
          }
          if (value.length != spec.count()) {
            throw new BadInputException(
                "weight '%s' has %d values, but its shape is %s"
                    .formatted(name, value.length, spec.shape()));
          }
          weights.put(name, Scope.own(Tensors.of(value, longs(spec.shape()))));
        });
    for (String name : values.keySet()) {
      if (!weights.containsKey(name)) {
        throw new BadInputException("weight '" + name + "' does not belong to this network");
      }
    }
    return new Network(graph, weights);
  }

  private static long[] longs(List<Long> shape) {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }

  /** The graph. */
  public Graph graph() {
    return graph;
  }

  /** All weights by name, in the order of the graph; the live tensors, not copies. */
  public Map<String, Tensor> weights() {
    return Collections.unmodifiableMap(weights);
  }

  /** The weights that an optimiser may change. */
  public List<Tensor> trainable() {
    List<Tensor> chosen = new ArrayList<>();
    forEachWeight(
        graph,
        (name, spec) -> {
          if (spec.trainable()) {
            chosen.add(required(weights, name));
          }
        });
    return chosen;
  }

  private static <T> T required(Map<String, T> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  /** The number of trainable values. */
  public long parameterCount() {
    return trainable().stream().mapToLong(Tensor::count).sum();
  }

  /**
   * The network's value, the logits {@code [n, classes]}, on a batch {@code [n, ...]} in pixel
   * space. Intermediate results are let go as soon as nothing (and no tape) needs them.
   *
   * @throws BadInputException if the graph reads the time of each sample
   */
  public Tensor forward(Tensor x, Pass pass) {
    if (graph.oneByOne() && x.rows() > 1) {
      return Scope.tensors(() -> oneByOne(x, pass));
    }
    return Scope.tensors(() -> evaluate(Map.of(Graph.INPUT, x), pass, Set.of()).output());
  }

  /**
   * The value of a network that is told the time of each sample.
   *
   * @param x {@code [n, ...]}
   * @param time {@code [n]}
   */
  public Tensor forward(Tensor x, Tensor time, Pass pass) {
    return Scope.tensors(
        () -> evaluate(Map.of(Graph.INPUT, x, Graph.TIME, time), pass, Set.of()).output());
  }

  /**
   * The network's value together with those of some of its nodes, from one pass.
   *
   * @param x as in {@link #forward(Tensor, Pass)}
   * @param nodes their names
   * @throws BadInputException if there is no such node
   */
  public Activations activations(Tensor x, Pass pass, Set<String> nodes) {
    for (String name : nodes) {
      if (!views.containsKey(name)) {
        throw Suggestion.unknown("layer", name, views.keySet());
      }
    }
    if (graph.oneByOne() && x.rows() > 1) {
      return Scope.tensors(() -> activationsOneByOne(x, pass, nodes));
    }
    return Scope.tensors(() -> evaluate(Map.of(Graph.INPUT, x), pass, nodes));
  }

  /** The same for a graph that is not random. */
  public Tensor forward(Tensor x, Mode mode) {
    return forward(x, new Pass(mode, Draws.NONE));
  }

  private Tensor oneByOne(Tensor x, Pass pass) {
    List<Tensor> results = new ArrayList<>();
    for (int row = 0; row < x.rows(); row++) {
      results.add(forward(Layout.row(x, row), own(pass, row)));
    }
    return Layout.concat(results, 0);
  }

  /** What is not random may be given no draws. */
  private static Pass own(Pass pass, int row) {
    boolean keyed = row < pass.draws().ids().length;
    return new Pass(pass.mode(), keyed ? pass.draws().rows(row) : pass.draws());
  }

  private Activations activationsOneByOne(Tensor x, Pass pass, Set<String> nodes) {
    List<Activations> each = new ArrayList<>();
    for (int row = 0; row < x.rows(); row++) {
      each.add(activations(Layout.row(x, row), own(pass, row), nodes));
    }
    return Activations.concat(each, nodes);
  }

  private Activations evaluate(Map<String, Tensor> given, Pass pass, Set<String> kept) {
    if (timed && !given.containsKey(Graph.TIME)) {
      throw new BadInputException(
          "the network wants to be told the time of each sample, but is used as one that is not");
    }
    Map<String, Tensor> values = new HashMap<>(given);
    Tensor result = required(given, Graph.INPUT);
    for (int i = 0; i < lastReads.size(); i++) {
      Graph.Node node = graph.nodes().get(i);
      List<Tensor> inputs = new ArrayList<>(node.inputs().size());
      for (String input : node.inputs()) {
        inputs.add(required(values, input));
      }
      Operator operator = node.operator();
      Pass own = operator.random() ? pass.of(node.name()) : pass;
      result = operator.forward(inputs, required(views, node.name()), own);
      values.put(node.name(), result);
      for (String name : lastReads.get(i)) {
        if (!kept.contains(name)) {
          required(values, name).close();
        }
      }
    }
    values.keySet().retainAll(kept);
    return new Activations(result, values);
  }

  /**
   * The same weights under another graph, which must declare the same ones; they are shared, so
   * that closing either closes both.
   */
  public Network withGraph(Graph other) {
    List<String> names = new ArrayList<>();
    forEachWeight(other, (name, spec) -> names.add(name));
    if (!names.equals(List.copyOf(weights.keySet()))) {
      throw new IllegalArgumentException("the other graph has other weights");
    }
    return new Network(other, weights);
  }

  /** The same network with its weights in another element type. */
  public Network to(DType type) {
    return map(weight -> weight.to(type).copied());
  }

  /** The same network with its weights on another device. */
  public Network to(Device device) {
    return map(weight -> weight.to(device).copied());
  }

  /** A copy with weights of its own. */
  public Network copied() {
    return map(Tensor::copied);
  }

  private Network map(UnaryOperator<Tensor> change) {
    Map<String, Tensor> changed = new LinkedHashMap<>();
    Scope.run(
        () ->
            weights.forEach((name, weight) -> changed.put(name, Scope.own(change.apply(weight)))));
    return new Network(graph, changed);
  }

  /** The values of all weights by name, in row-major order. */
  public Map<String, float[]> values() {
    Map<String, float[]> values = new LinkedHashMap<>();
    weights.forEach((name, weight) -> values.put(name, weight.floats()));
    return values;
  }

  /** Frees the weights. The network must not be used again. */
  @Override
  public void close() {
    weights.values().forEach(Tensor::close);
  }

  /** Calls {@code action} for each weight of a graph with its full name, in order. */
  public static void forEachWeight(Graph graph, WeightAction action) {
    for (Graph.Node node : graph.nodes()) {
      for (WeightSpec spec : node.operator().weightSpecs()) {
        action.accept(node.name() + "." + spec.name(), spec);
      }
    }
  }

  /** What is done with one weight. */
  @FunctionalInterface
  public interface WeightAction {
    /** Called with the full name, such as {@code conv1.bias}. */
    void accept(String name, WeightSpec spec);
  }
}
