package dev.redoubt.model;

import dev.redoubt.BadInputException;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Operator;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.nn.operator.Permute;
import dev.redoubt.nn.operator.Reshape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way from the space in which attacks live to the input that a model was written for:
 * normalisation, the order of the dimensions, the shape. All steps are differentiable and keep
 * distances comparable, since attacks stay on the outer side.
 *
 * @param outer one sample's shape for attacks and data: {@code [channels, height, width]} or {@code
 *     [features]}
 * @param inner one sample's shape as the model takes it; as many values
 * @param channelsLast whether the model takes images as {@code [height, width, channels]}
 * @param normalize applied first, along the first dimension of a sample
 */
public record InputAdapter(
    List<Integer> outer, List<Integer> inner, boolean channelsLast, Optional<Normalize> normalize) {
  private static final String PREFIX = "adapt.";

  /**
   * Copies and checks.
   *
   * @throws BadInputException if the shapes differ in size, or do not fit the normalisation or the
   *     layout
   */
  public InputAdapter {
    outer = List.copyOf(outer);
    inner = List.copyOf(inner);
    if (product(outer) != product(inner)) {
      throw new BadInputException(
          "input shape %s does not fit the model's own %s".formatted(outer, inner));
    }
    if (channelsLast && outer.size() != 3) {
      throw new BadInputException(
          "channels can only be moved last in images, not in inputs of shape " + outer);
    }
    int channels = outer.get(0);
    int means = normalize.map(step -> step.mean().size()).orElse(1);
    if (means != 1 && means != channels) {
      throw new BadInputException(
          "normalisation has %d means, but inputs of shape %s have %d channels"
              .formatted(means, outer, channels));
    }
  }

  private static long product(List<Integer> shape) {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /** Whether there is nothing to do. */
  public boolean isIdentity() {
    return steps().isEmpty();
  }

  /** The operators in their order, by name. */
  private Map<String, Operator> steps() {
    Map<String, Operator> steps = new LinkedHashMap<>();
    normalize.ifPresent(step -> steps.put(PREFIX + "normalize", step));
    List<Integer> shape = outer;
    if (channelsLast) {
      steps.put(PREFIX + "channels-last", new Permute(List.of(0, 2, 3, 1)));
      shape = List.of(outer.get(1), outer.get(2), outer.get(0));
    }
    if (!shape.equals(inner)) {
      List<Long> target = new ArrayList<>(List.of(-1L));
      inner.forEach(length -> target.add(length.longValue()));
      steps.put(PREFIX + "shape", new Reshape(target));
    }
    return steps;
  }

  /** The graph with these steps before it. */
  public Graph before(Graph graph) {
    Graph.Builder builder = Graph.builder();
    String free = "";
    for (int i = 2; isTaken(graph, free); i++) {
      free = i + ".";
    }
    String prefix = free;
    steps().forEach((name, step) -> builder.then(prefix + name, step));
    String last = builder.last();
    for (Graph.Node node : graph.nodes()) {
      String[] inputs =
          node.inputs().stream()
              .map(name -> name.equals(Graph.INPUT) ? last : name)
              .toArray(String[]::new);
      builder.add(node.name(), node.operator(), inputs);
    }
    return new Graph(builder.build().nodes(), graph.oneByOne());
  }

  /** A network that was adapted before has nodes of these names. */
  private static boolean isTaken(Graph graph, String prefix) {
    return graph.nodes().stream().anyMatch(node -> node.name().startsWith(prefix + PREFIX));
  }

  /** These steps alone; there must be at least one. */
  Graph alone() {
    Graph.Builder builder = Graph.builder();
    steps().forEach(builder::then);
    return builder.build();
  }
}
