package dev.redoubt.train;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.Pass;
import dev.redoubt.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** A network to be trained; its weights change in place. */
public final class NetworkTrainee implements Trainee {
  private final Network network;
  private final NetworkModel view;
  private final Map<String, Tensor> trainable = new LinkedHashMap<>();

  /** Wraps a network of float32 weights. */
  public NetworkTrainee(Network network, InputSpec input, int classes) {
    this.network = network;
    this.view = new NetworkModel("training", network, input, classes);
    Map<String, Tensor> weights = network.weights();
    Network.forEachWeight(
        network.graph(),
        (name, spec) -> {
          if (spec.trainable()) {
            trainable.put(name, Objects.requireNonNull(weights.get(name)));
          }
        });
  }

  /** The network itself. */
  public Network network() {
    return network;
  }

  @Override
  public NetworkModel view() {
    return view;
  }

  @Override
  public Tensor logits(Tensor x, Pass pass) {
    return network.forward(x, pass);
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
