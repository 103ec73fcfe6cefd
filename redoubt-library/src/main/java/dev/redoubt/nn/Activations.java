package dev.redoubt.nn;

import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The value of a network and of some of its nodes at the same inputs.
 *
 * @param output of the network
 * @param nodes values by the node's name, batch first
 */
public record Activations(Tensor output, Map<String, Tensor> nodes) implements TensorGroup {
  /** Copies. */
  public Activations {
    nodes = Map.copyOf(nodes);
  }

  /** Of several parts of a batch, in order. */
  static Activations concat(List<Activations> parts, Set<String> names) {
    Map<String, Tensor> nodes = new LinkedHashMap<>();
    for (String name : names) {
      nodes.put(
          name,
          Layout.concat(
              parts.stream().map(part -> Objects.requireNonNull(part.nodes.get(name))).toList(),
              0));
    }
    return new Activations(
        Layout.concat(parts.stream().map(Activations::output).toList(), 0), nodes);
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    nodes.values().stream().filter(node -> node != output).forEach(action);
    action.accept(output);
  }
}
