package dev.redoubt.train;

import dev.redoubt.tensor.InPlace;
import dev.redoubt.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Running statistics as they were: closing puts them back, whatever moved them meanwhile. */
final class KeptStatistics implements AutoCloseable {
  private final Trainable trainee;
  private final Map<String, Tensor> before = new LinkedHashMap<>();

  KeptStatistics(Trainable trainee) {
    this.trainee = trainee;
    trainee
        .weights()
        .forEach(
            (name, weight) -> {
              if (!trainee.trainable().containsKey(name)) {
                before.put(name, weight.copied());
              }
            });
  }

  @Override
  public void close() {
    before.forEach(
        (name, values) -> InPlace.set(Objects.requireNonNull(trainee.weights().get(name)), values));
  }
}
