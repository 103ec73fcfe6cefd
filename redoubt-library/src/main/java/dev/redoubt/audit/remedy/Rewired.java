package dev.redoubt.audit.remedy;

import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.Observation;
import dev.redoubt.nn.Graph;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A network with its own values off the tape; on it stands another graph of the same weights. */
final class Rewired extends Around {
  private final NetworkModel onTape;

  private Rewired(GradientModel model, NetworkModel onTape) {
    super(model);
    this.onTape = onTape;
  }

  /**
   * A pipeline whose classifier is a network, with another graph on the tape; one that stands there
   * already is changed further. Empty for other classifiers.
   *
   * @param change from the graph that is on the tape to another with the same weights; empty if
   *     there is nothing to change
   */
  static Optional<Pipeline> of(Pipeline pipeline, Function<Graph, Optional<Graph>> change) {
    LabelModel classifier = pipeline.classifier();
    if (classifier instanceof NetworkModel network) {
      return changed(network, network, change).map(model -> model.in(pipeline));
    }
    return classifier instanceof Rewired before
        ? changed(before.model, before.onTape, change).map(model -> model.in(pipeline))
        : Optional.empty();
  }

  /** The network that is on the tape of a classifier; empty for other classifiers. */
  static Optional<NetworkModel> onTape(LabelModel classifier) {
    if (classifier instanceof NetworkModel network) {
      return Optional.of(network);
    }
    return classifier instanceof Rewired before ? Optional.of(before.onTape) : Optional.empty();
  }

  private static Optional<Rewired> changed(
      GradientModel model, NetworkModel onTape, Function<Graph, Optional<Graph>> change) {
    return change
        .apply(onTape.network().graph())
        .map(
            other ->
                new Rewired(
                    model,
                    new NetworkModel(
                        onTape.name(),
                        onTape.network().withGraph(other),
                        onTape.input(),
                        onTape.classes())));
  }

  /** Where nothing is differentiated, as in the deployed pipeline, the values are the model's. */
  @Override
  public Observation observeOnTape(Tensor x, Set<String> layers, Draws draws) {
    return observed(x.requiresGrad() ? onTape : model, x, layers, draws);
  }
}
