package dev.redoubt.model;

import dev.redoubt.data.InputSpec;
import dev.redoubt.nn.Activations;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.operator.Pointwise;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The layers of a network that can be observed: the nodes that hold real numbers, one part a
 * sample. Whether a node does is found by a pass of two samples (one, if the graph takes no more),
 * since graphs from elsewhere also compute shapes and constants.
 */
final class NetworkLayers {
  private NetworkLayers() {}

  static List<Layer> of(Network network, InputSpec input) {
    Set<String> names = new LinkedHashSet<>();
    network.graph().nodes().stream()
        .filter(node -> !node.inputs().isEmpty())
        .forEach(node -> names.add(node.name()));
    int samples = network.graph().oneByOne() ? 1 : 2;
    return Scope.value(
        () -> {
          Tensor x = blank(network, input, samples);
          Draws draws = new Draws(0, new long[] {0, 1}, "layers");
          Activations found =
              Autograd.noGrad(() -> network.activations(x, new Pass(Mode.EVAL, draws), names));
          List<Layer> layers = new ArrayList<>();
          for (Graph.Node node : network.graph().nodes()) {
            Tensor value = found.nodes().get(node.name());
            if (value != null
                && value.dtype() == x.dtype()
                && value.rank() >= 2
                && value.size(0) == samples) {
              List<Long> shape = Arrays.stream(value.shape()).skip(1).boxed().toList();
              layers.add(new Layer(node.name(), word(node.operator()), shape));
            }
          }
          return layers;
        });
  }

  private static String word(Operator operator) {
    return operator instanceof Pointwise pointwise
        ? pointwise.function().word()
        : operator.getClass().getSimpleName();
  }

  private static Tensor blank(Network network, InputSpec input, int samples) {
    long[] shape = new long[input.shape().size() + 1];
    shape[0] = samples;
    for (int i = 1; i < shape.length; i++) {
      shape[i] = input.shape().get(i - 1);
    }
    Tensor grey = Tensors.full((input.low() + input.high()) / 2, DType.FLOAT32, shape);
    return network.weights().values().stream().findFirst().map(grey::like).orElse(grey);
  }
}
