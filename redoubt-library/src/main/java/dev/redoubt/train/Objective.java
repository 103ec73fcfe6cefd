package dev.redoubt.train;

import dev.redoubt.data.Batch;
import dev.redoubt.model.GradientModel;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.ThreatModel;
import java.util.Map;
import java.util.Optional;

/** What training minimises over the weights. */
public interface Objective {
  /** The name under which users ask for it. */
  String name();

  /** All settings by name, for provenance. */
  Map<String, Object> settings();

  /** The perturbations that it hardens against, if any. */
  Optional<ThreatModel> threat();

  /**
   * The loss of one batch on the tape of the weights, a scalar.
   *
   * @param network in training mode where it computes the loss
   * @param view the same network in evaluation mode, for inner attacks
   * @param epsilonFactor the share of the budget that the warm-up allows, in (0, 1]
   * @param draws keyed by sample and step
   */
  Tensor loss(Network network, GradientModel view, Batch batch, double epsilonFactor, Draws draws);
}
