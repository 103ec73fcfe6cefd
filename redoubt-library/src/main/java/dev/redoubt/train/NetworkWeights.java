package dev.redoubt.train;

import dev.redoubt.nn.Network;
import dev.redoubt.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The weights of a network, whatever it computes; they change in place. */
final class NetworkWeights implements Trainable {
  private final Network network;
  private final Map<String, Tensor> trainable = new LinkedHashMap<>();

  /** Those of a network of float32 weights. */
  NetworkWeights(Network network) {
    this.network = network;
    Map<String, Tensor> weights = network.weights();
    Network.forEachWeight(
        network.graph(),
        (name, spec) -> {
          if (spec.trainable()) {
            trainable.put(name, Objects.requireNonNull(weights.get(name)));
          }
        });
  }

  Network network() {
    return network;
  }

  @Override
  public Map<String, Tensor> weights() {
    return network.weights();
  }

  @Override
  public Map<String, Tensor> trainable() {
    return trainable;
  }

  @Override
  public String architecture() {
    return network.graph().toString();
  }
}
