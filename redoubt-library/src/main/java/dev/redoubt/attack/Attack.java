package dev.redoubt.attack;

import dev.redoubt.data.Batch;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.Map;
import java.util.Optional;

/**
 * A way to look for adversarial examples. Implementations are immutable: one attack may be used for
 * many runs and from several threads.
 *
 * @param <M> what the attack needs of a model
 */
public interface Attack<M extends LabelModel> {
  /** The name under which users ask for it and reports show it. */
  String name();

  /** All settings by name, for provenance. */
  Map<String, Object> settings();

  /** The type of model that it needs: labels, scores or gradients. */
  Class<M> needs();

  /** The same attack for a budget {@code factor} times as large: fixed lengths grow with it. */
  default Attack<M> scaled(double factor) {
    return this;
  }

  /** Whether it averages over several draws of a random model at every step. */
  default boolean averagesDraws() {
    return false;
  }

  /**
   * Why it can't be run on a model under a threat, as a sentence without a full stop; empty if it
   * can. Asked before anything runs. That the model lacks scores or gradients is not its business.
   */
  default Optional<String> refuses(ThreatModel threat, LabelModel model) {
    return Optional.empty();
  }

  /**
   * Looks for adversarial examples.
   *
   * @param view the model as the attacker sees it
   * @param batch the clean samples
   * @param threat what the attacker may do
   * @param goal what the attacker wants
   * @param draws the randomness, keyed by sample; every pass through the view is given draws of the
   *     very rows that pass, so that queries can be counted by sample
   * @return one candidate a row, feasible up to rounding
   */
  Candidates propose(M view, Batch batch, ThreatModel threat, Goal goal, Draws draws);
}
