package dev.redoubt.model;

import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What a classifier says of inputs, and what goes on inside of it meanwhile.
 *
 * @param logits {@code [n, classes]}
 * @param features values of its layers by name, each {@code [n, ...]}
 */
public record Observation(Tensor logits, Map<String, Tensor> features) implements TensorGroup {
  /** Copies. */
  public Observation {
    features = Map.copyOf(features);
  }

  /** Logits alone. */
  public static Observation of(Tensor logits) {
    return new Observation(logits, Map.of());
  }

  /**
   * The values of a layer.
   *
   * @throws IllegalStateException if it was not observed
   */
  public Tensor feature(String layer) {
    Tensor values = features.get(layer);
    if (values == null) {
      throw new IllegalStateException("layer " + layer + " was not observed");
    }
    return values;
  }

  /** The same off the tape. */
  public Observation detached() {
    return map(Tensor::detached);
  }

  /** The same with each tensor changed. */
  public Observation map(UnaryOperator<Tensor> change) {
    Map<String, Tensor> changed = new LinkedHashMap<>();
    features.forEach((name, values) -> changed.put(name, change.apply(values)));
    return new Observation(change.apply(logits), changed);
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    features.values().stream().filter(values -> values != logits).forEach(action);
    action.accept(logits);
  }
}
