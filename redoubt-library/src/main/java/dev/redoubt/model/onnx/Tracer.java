package dev.redoubt.model.onnx;

import dev.redoubt.BadInputException;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.nn.operator.Cast;
import dev.redoubt.nn.operator.Constant;
import dev.redoubt.nn.operator.Expand;
import dev.redoubt.nn.operator.Extent;
import dev.redoubt.nn.operator.IntConstant;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Builds our graph while computing it for two batch sizes. What does not depend on the samples is
 * folded; a dimension that doubles with the batch goes with it.
 */
final class Tracer {
  /** The most elements that one value of a trace may have: half a GB of floats. */
  static final long LARGEST = 1L << 27;

  /** The most elements that all values of a trace may have together: 2 GB of floats. */
  private static final long LARGEST_TOGETHER = 1L << 29;

  private static final Weights NONE =
      name -> {
        throw new IllegalArgumentException(name);
      };
  private static final Pass EVAL = new Pass(Mode.EVAL, Draws.NONE);

  private final long samples;
  private final boolean oneByOne;
  private long elements;
  private final Value input;
  private final List<Graph.Node> nodes = new ArrayList<>();
  private final Map<String, float[]> weights = new LinkedHashMap<>();
  private final Set<String> names = new HashSet<>(Set.of(Graph.INPUT, Graph.TIME));

  /**
   * Starts a trace.
   *
   * @param small an input of the batch size that the file is written for
   * @param large twice as many samples; the same handle to trace one sample at a time
   */
  Tracer(Tensor small, Tensor large) {
    this.samples = small.rows();
    this.oneByOne = small == large;
    this.input = new Value(small, large, Value.Origin.DATA, Graph.INPUT);
  }

  /** The network's input. */
  Value input() {
    return input;
  }

  /** The number of samples in the small trace: the batch size that the file is written for. */
  long samples() {
    return samples;
  }

  /** Whether the trace is of single samples, so that nothing can be said of the batch. */
  boolean isOneByOne() {
    return oneByOne;
  }

  /** The graph so far. */
  Graph graph() {
    return new Graph(nodes, oneByOne);
  }

  /** The weights of the graph so far. */
  Map<String, float[]> weights() {
    return weights;
  }

  /** An operator without weights. */
  Value emit(String name, Operator operator, Value... inputs) {
    return emit(name, operator, Map.of(), inputs);
  }

  /**
   * Computes an operator, and appends it to the graph if its value depends on the samples.
   *
   * @param name what to call the node
   * @param own the operator's weights
   */
  Value emit(String name, Operator operator, Map<String, Tensor> own, Value... inputs) {
    return emit(name, operator, own, origin(operator, inputs), inputs);
  }

  /**
   * An operator whose last input is the network's own, which only says how many samples there are:
   * the value depends on the samples only if the other inputs do.
   */
  Value emitSized(String name, Operator operator, List<Extent> shape, Value... inputs) {
    requireRoom(name, shape);
    Value.Origin origin = origin(operator, inputs);
    if (shape.stream().anyMatch(Extent::perSample) && origin == Value.Origin.CONSTANT) {
      origin = Value.Origin.BATCH;
    }
    Value[] all = Arrays.copyOf(inputs, inputs.length + 1);
    all[inputs.length] = input;
    return emit(name, operator, Map.of(), origin, all);
  }

  /** What the value of an operator depends on. */
  private static Value.Origin origin(Operator operator, Value... inputs) {
    Value.Origin origin = operator.random() ? Value.Origin.DATA : Value.Origin.CONSTANT;
    for (Value value : inputs) {
      origin = value.origin().compareTo(origin) > 0 ? value.origin() : origin;
    }
    return origin;
  }

  private Value emit(
      String name,
      Operator operator,
      Map<String, Tensor> own,
      Value.Origin origin,
      Value... inputs) {
    String node = null;
    if (origin == Value.Origin.DATA) {
      List<String> reads = new ArrayList<>();
      for (Value value : inputs) {
        reads.add(nodeOf(value, name));
      }
      node = append(name, operator, own, reads);
    }
    Tensor small = compute(name, operator, own, inputs, true);
    if (oneByOne || origin == Value.Origin.CONSTANT) {
      return new Value(small, small, origin, node);
    }
    Tensor large = compute(name, operator, own, inputs, false);
    boolean folds = origin == Value.Origin.BATCH && equal(small, large);
    return folds ? Value.constant(small) : new Value(small, large, origin, node);
  }

  private static boolean equal(Tensor a, Tensor b) {
    return Arrays.equals(a.shape(), b.shape()) && Arrays.equals(a.doubles(), b.doubles());
  }

  private Tensor compute(
      String name, Operator operator, Map<String, Tensor> own, Value[] inputs, boolean isSmall) {
    List<Tensor> tensors =
        Arrays.stream(inputs).map(value -> isSmall ? value.small() : value.large()).toList();
    long rows = isSmall ? samples : 2 * samples;
    Draws draws = new Draws(0, LongStream.range(0, rows).toArray(), name);
    Tensor result;
    try {
      result =
          operator.forward(
              tensors,
              weight -> Objects.requireNonNull(own.get(weight), weight),
              new Pass(Mode.EVAL, draws));
    } catch (RuntimeException e) {
      if (isSmall) {
        throw new BadInputException(
            "node '%s' can't compute %s of %s: %s"
                .formatted(name, operator, shapes(tensors), firstSentence(e)),
            e);
      }
      throw new BatchMixedException("node '" + name + "' takes no larger batch");
    }
    elements += result.count();
    if (elements > LARGEST_TOGETHER) {
      throw new BadInputException(
          "the model's values take more than %d elements for %d samples, more than Redoubt allows"
              .formatted(LARGEST_TOGETHER, 3 * samples));
    }
    return result;
  }

  private static List<String> shapes(List<Tensor> tensors) {
    return tensors.stream().map(tensor -> Arrays.toString(tensor.shape())).toList();
  }

  static String firstSentence(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
  }

  private String append(
      String wanted, Operator operator, Map<String, Tensor> own, List<String> reads) {
    String name = wanted;
    for (int i = 2; !names.add(name); i++) {
      name = wanted + "_" + i;
    }
    nodes.add(new Graph.Node(name, operator, reads));
    for (Map.Entry<String, Tensor> weight : own.entrySet()) {
      weights.put(name + "." + weight.getKey(), weight.getValue().floats());
    }
    return name;
  }

  /** The node that gives a value; appended now if there is none yet. */
  private String nodeOf(Value value, String reader) {
    if (value.node() != null) {
      return value.node();
    }
    if (value.isConstant()) {
      return constantNode(value.small(), reader);
    }
    return repeated(value, reader);
  }

  private String constantNode(Tensor value, String reader) {
    List<Long> shape = Arrays.stream(value.shape()).boxed().toList();
    if (value.dtype() == DType.FLOAT32) {
      return append(reader + ".constant", new Constant(shape), Map.of("value", value), List.of());
    }
    List<Long> values = Arrays.stream(value.longs()).boxed().toList();
    String whole =
        append(reader + ".constant", new IntConstant(shape, values), Map.of(), List.of());
    return value.dtype() == DType.INT64
        ? whole
        : append(
            reader + ".condition",
            new Cast(Cast.Target.BOOLEAN),
            Map.of(),
            List.of(whole, Graph.INPUT));
  }

  /** A value that is the same for each sample: a constant, expanded along the batch. */
  private String repeated(Value value, String reader) {
    List<Extent> dims = dims(value, reader);
    Tensor once = value.small();
    for (int i = 0; i < dims.size(); i++) {
      if (dims.get(i).perSample()) {
        once = Layout.slice(once, i, 0, 1, 1);
      }
    }
    Tensor again = new Expand(dims).forward(List.of(once, input.large()), NONE, EVAL);
    if (!equal(again, value.large())) {
      throw new BatchMixedException("node '" + reader + "' computes with the number of samples");
    }
    return append(
        reader + ".repeated",
        new Expand(dims),
        Map.of(),
        List.of(constantNode(once, reader), Graph.INPUT));
  }

  /** A value computed from the shape alone, in both traces. */
  Value shaped(Value value, UnaryOperator<Tensor> function) {
    Tensor small = function.apply(value.small());
    if (value.small() == value.large()) {
      return Value.constant(small);
    }
    Tensor large = function.apply(value.large());
    return equal(small, large)
        ? Value.constant(small)
        : new Value(small, large, Value.Origin.BATCH, null);
  }

  /** The lengths of the value's dimensions, and which of them go with the batch. */
  List<Extent> dims(Value value, String node) {
    if (value.small().rank() != value.large().rank()) {
      throw new BatchMixedException("node '" + node + "' changes its rank with the batch");
    }
    List<Extent> dims = new ArrayList<>();
    for (int i = 0; i < value.rank(); i++) {
      dims.add(extent(value.small().size(i), value.large().size(i), node));
    }
    return dims;
  }

  /** The length that is {@code small} in one trace and {@code large} in the other. */
  Extent extent(long small, long large, String node) {
    if (small == large) {
      return new Extent(small, false);
    }
    if (large == 2 * small && small % samples == 0) {
      return new Extent(small / samples, true);
    }
    throw new BatchMixedException("node '" + node + "' has lengths that do not go with the batch");
  }

  /**
   * Checks that a value of this shape can be held.
   *
   * @throws BadInputException if it is too large
   */
  void requireRoom(String node, List<Extent> shape) {
    double count = 1;
    for (Extent extent : shape) {
      count *= Math.max(0, (double) extent.of(2 * samples));
    }
    if (count > LARGEST) {
      throw new BadInputException(
          "node '%s' makes a value of %.0f elements, more than the %d that Redoubt allows"
              .formatted(node, count, LARGEST));
    }
  }

  /** Gives the node that computes {@code value} another operator and weights. */
  void replace(Value value, Operator operator, Map<String, Tensor> own) {
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Graph.Node node = nodes.get(i);
      if (node.name().equals(value.node())) {
        nodes.set(i, new Graph.Node(node.name(), operator, node.inputs()));
        own.forEach((name, tensor) -> weights.put(node.name() + "." + name, tensor.floats()));
        return;
      }
    }
    throw new IllegalArgumentException("no node gives " + value);
  }

  /** The operator that computes a value; null if it is the input or no node. */
  @Nullable Operator operatorOf(Value value) {
    return nodes.stream()
        .filter(node -> node.name().equals(value.node()))
        .map(Graph.Node::operator)
        .findFirst()
        .orElse(null);
  }
}
