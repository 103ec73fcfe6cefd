package dev.redoubt.train;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.Pass;
import dev.redoubt.tensor.Tensor;
import java.util.Map;

/** A network to be trained; its weights change in place. */
public final class NetworkTrainee implements Trainee {
  private final NetworkWeights own;
  private final NetworkModel view;

  /** Wraps a network of float32 weights. */
  public NetworkTrainee(Network network, InputSpec input, int classes) {
    this.own = new NetworkWeights(network);
    this.view = new NetworkModel("training", network, input, classes);
  }

  /** The network itself. */
  public Network network() {
    return own.network();
  }

  @Override
  public NetworkModel view() {
    return view;
  }

  @Override
  public Tensor logits(Tensor x, Pass pass) {
    return own.network().forward(x, pass);
  }

  @Override
  public Map<String, Tensor> weights() {
    return own.weights();
  }

  @Override
  public Map<String, Tensor> trainable() {
    return own.trainable();
  }

  @Override
  public String architecture() {
    return own.architecture();
  }
}
