package dev.redoubt.detect.score;

import dev.redoubt.BadInputException;
import dev.redoubt.detect.Score;
import dev.redoubt.detect.State;
import dev.redoubt.model.Observation;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.Relu;
import dev.redoubt.pipeline.Rest;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a small network says that has learnt to tell adversarial inputs from others by one layer's
 * values (Metzen et al. 2017, "On detecting adversarial perturbations"): its logit, {@code log
 * p(adversarial) / p(not)}. Theirs are convolutional; here it is one hidden layer on the flat
 * values, which fits layers of any shape.
 *
 * @param layer that is read
 * @param epochs that it was trained for
 * @param centre mean of each value, {@code [d]}
 * @param scale by which the values are multiplied then, {@code [d]}
 * @param network {@link #graph} with weights, which never change again; in fp32 on the CPU
 */
public record ActivationNet(String layer, int epochs, Tensor centre, Tensor scale, Network network)
    implements Score {
  /** Its name. */
  public static final String KIND = "binary";

  /** Checks the shapes. */
  public ActivationNet {
    if (centre.rank() != 1 || !Arrays.equals(centre.shape(), scale.shape())) {
      throw new BadInputException(
          "its centre and scale have the shapes %s and %s, expected two vectors of one length"
              .formatted(Arrays.toString(centre.shape()), Arrays.toString(scale.shape())));
    }
  }

  /**
   * The network without its weights.
   *
   * @param values of the layer, flat
   * @param hidden units
   */
  public static Graph graph(int values, int hidden) {
    return Graph.builder()
        .then("fc1", new Linear(values, hidden))
        .then("relu", new Relu())
        .then("fc2", new Linear(hidden, 1))
        .build();
  }

  /**
   * From what {@link #state} gave.
   *
   * @throws BadInputException if a part is missing or does not fit
   */
  public static ActivationNet of(State state) {
    Tensor centre = state.tensor("centre");
    int hidden = state.whole("hidden");
    if (hidden < 1 || hidden != state.array("fc1.bias").floats().length) {
      throw new BadInputException("its hidden layer has not %d units".formatted(hidden));
    }
    Graph graph = graph(Math.toIntExact(centre.count()), hidden);
    Map<String, float[]> weights = new LinkedHashMap<>();
    Network.forEachWeight(graph, (name, spec) -> weights.put(name, state.array(name).floats()));
    return new ActivationNet(
        state.text("layer"),
        state.whole("epochs"),
        centre,
        state.tensor("scale"),
        Network.of(graph, weights));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("layer", layer);
    settings.put("hidden", hidden());
    settings.put("epochs", epochs);
    return settings;
  }

  private int hidden() {
    return ((Linear) network.graph().nodes().get(0).operator()).outFeatures();
  }

  @Override
  public Set<String> layers() {
    return Set.of(layer);
  }

  @Override
  public Tensor of(Observation seen, Rest rest, Tensor x, Draws draws) {
    return Scope.tensors(
        () -> {
          Tensor values = seen.feature(layer);
          Tensor flat = Layout.flatten(values).to(DType.FLOAT32).to(Device.CPU);
          return Finite.of(logit(flat)).like(values);
        });
  }

  private Tensor logit(Tensor flat) {
    Tensor standard = flat.minus(centre).times(scale);
    return Layout.reshape(network.forward(standard, Mode.EVAL), -1);
  }

  @Override
  public State state() {
    State state =
        new State()
            .with("layer", layer)
            .with("hidden", hidden())
            .with("epochs", epochs)
            .with("centre", centre)
            .with("scale", scale);
    for (Map.Entry<String, Tensor> weight : network.weights().entrySet()) {
      state = state.with(weight.getKey(), weight.getValue());
    }
    return state;
  }
}
