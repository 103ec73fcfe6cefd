package dev.redoubt.detect.fit;

import dev.redoubt.BadInputException;
import dev.redoubt.Suggestion;
import dev.redoubt.model.Layer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which layers a score reads. Unless the user names some, those are the outputs of activation
 * functions; if there is none, all layers but the last, which gives the logits.
 */
final class DefaultLayers {
  private static final Set<String> ACTIVATIONS =
      Set.of(
          "Celu",
          "Clip",
          "Elu",
          "Gelu",
          "HardSigmoid",
          "HardSwish",
          "LeakyRelu",
          "Mish",
          "PRelu",
          "Relu",
          "Selu",
          "Sigmoid",
          "Silu",
          "Softplus",
          "Softsign",
          "Tanh");

  private DefaultLayers() {}

  /**
   * The layers, from the input on.
   *
   * @param detector what it is for, as the command line calls it
   * @param shown by the classifier
   * @param named by the user; none for those that are usual
   * @throws BadInputException if one does not exist, or the classifier shows none
   */
  static List<Layer> of(String detector, List<Layer> shown, List<String> named) {
    if (shown.isEmpty()) {
      throw new BadInputException(
          "detector %s reads layers, but this classifier shows none".formatted(detector));
    }
    List<String> names = shown.stream().map(Layer::name).toList();
    for (String name : named) {
      if (!names.contains(name)) {
        throw Suggestion.unknown("layer", name, names);
      }
    }
    return named.isEmpty()
        ? usual(shown)
        : shown.stream().filter(layer -> named.contains(layer.name())).toList();
  }

  private static List<Layer> usual(List<Layer> shown) {
    List<Layer> hidden = shown.subList(0, shown.size() - 1);
    if (hidden.isEmpty()) {
      return shown;
    }
    List<Layer> active =
        hidden.stream().filter(layer -> ACTIVATIONS.contains(layer.operator())).toList();
    return active.isEmpty() ? hidden : active;
  }

  /** One layer: the one named or, if none is, the last of those that are usual. */
  static Layer last(String detector, List<Layer> shown, Optional<String> named) {
    List<Layer> layers = of(detector, shown, named.map(List::of).orElse(List.of()));
    return layers.get(layers.size() - 1);
  }
}
