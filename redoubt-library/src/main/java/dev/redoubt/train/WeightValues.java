package dev.redoubt.train;

import dev.redoubt.BadInputException;
import dev.redoubt.tensor.InPlace;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;

/** A trainee's weights as plain values, and back. */
final class WeightValues {
  private WeightValues() {}

  /** All weights by name, in row-major order. */
  static Map<String, float[]> of(Trainable trainee) {
    Map<String, float[]> values = new LinkedHashMap<>();
    trainee.weights().forEach((name, weight) -> values.put(name, weight.detached().floats()));
    return values;
  }

  /** Puts values back into the live weights. */
  static void set(Trainable trainee, Map<String, float[]> values) {
    Scope.run(
        () ->
            trainee
                .weights()
                .forEach(
                    (name, weight) -> {
                      float[] value = values.get(name);
                      if (value == null || value.length != weight.count()) {
                        throw new BadInputException("weight '" + name + "' is missing");
                      }
                      InPlace.set(weight, like(value, weight));
                    }));
  }

  /** Values as a tensor of the shape and device of a weight. */
  static Tensor like(float[] values, Tensor weight) {
    return Tensors.of(values, weight.shape()).like(weight);
  }

  /** Whether no value is infinite or NaN. */
  static boolean finite(Map<String, float[]> values) {
    for (float[] weight : values.values()) {
      for (float value : weight) {
        if (!Float.isFinite(value)) {
          return false;
        }
      }
    }
    return true;
  }
}
