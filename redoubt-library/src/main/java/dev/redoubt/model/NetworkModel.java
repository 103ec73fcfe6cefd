package dev.redoubt.model;

import dev.redoubt.data.InputSpec;
import dev.redoubt.nn.Activations;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.Pass;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A classifier that is one network, as deployed: in evaluation mode. */
public final class NetworkModel implements FeatureModel, DoublePrecision {
  private final String name;
  private final Network network;
  private final InputSpec input;
  private final int classes;

  /**
   * Wraps a network.
   *
   * @param network logits {@code [n, classes]} from {@code [n, ...input.shape()]}; not copied
   */
  public NetworkModel(String name, Network network, InputSpec input, int classes) {
    this.name = name;
    this.network = network;
    this.input = input;
    this.classes = classes;
  }

  @Override
  public String name() {
    return name;
  }

  /** The network itself. */
  public Network network() {
    return network;
  }

  @Override
  public InputSpec input() {
    return input;
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public Declaration declares() {
    return new Declaration(new Declaration.Backward.Exact(), network.graph().isRandom());
  }

  @Override
  public Tensor logits(Tensor x, Draws draws) {
    return Autograd.noGrad(() -> network.forward(x, new Pass(Mode.EVAL, draws)));
  }

  @Override
  public Tensor logitsOnTape(Tensor x, Draws draws) {
    return network.forward(x, new Pass(Mode.EVAL, draws));
  }

  @Override
  public List<Layer> layers() {
    return NetworkLayers.of(network, input);
  }

  @Override
  public Observation observeOnTape(Tensor x, Set<String> layers, Draws draws) {
    Activations found = network.activations(x, new Pass(Mode.EVAL, draws), layers);
    return new Observation(found.output(), found.nodes());
  }

  @Override
  public Optional<NetworkModel> inDoublePrecision() {
    return Optional.of(new NetworkModel(name, network.to(DType.FLOAT64), input, classes));
  }
}
