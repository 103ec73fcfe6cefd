package dev.redoubt.detect.score;

import dev.redoubt.BadInputException;
import dev.redoubt.detect.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names in a {@link State} for what is kept of each layer: {@code layer-0}, {@code layer-1} …,
 * under which the layer's own name stands, which may be anything.
 */
final class LayerParts {
  private static final String PART = "layer-";

  private LayerParts() {}

  /** The layers by the names of their parts, in order. */
  static Map<String, String> of(List<String> layers) {
    Map<String, String> parts = new LinkedHashMap<>();
    for (int i = 0; i < layers.size(); i++) {
      parts.put(PART + i, layers.get(i));
    }
    return parts;
  }

  /**
   * The same from a state.
   *
   * @throws BadInputException if there is none, or one stands there twice
   */
  static Map<String, String> in(State state) {
    Map<String, String> parts = new LinkedHashMap<>();
    for (int i = 0; state.values().containsKey(PART + i); i++) {
      String layer = state.text(PART + i);
      if (parts.containsValue(layer)) {
        throw new BadInputException("it has two parts for layer " + layer);
      }
      parts.put(PART + i, layer);
    }
    if (parts.isEmpty()) {
      throw new BadInputException("it has no part for any layer");
    }
    return parts;
  }

  /** Layers as settings show them. */
  static String joined(List<String> layers) {
    return String.join("+", layers);
  }
}
