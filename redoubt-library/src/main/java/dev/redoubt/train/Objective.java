package dev.redoubt.train;

import dev.redoubt.certify.smoothing.Smoothing;
import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.ThreatModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What training minimises over the weights, as the two problems that adversarial training consists
 * of (Madry et al. 2018, equation 2.1). The loop solves them in turn for each batch: {@link
 * #examples} with frozen weights, then one update of the weights down the gradient of {@link
 * #loss}.
 */
public interface Objective {
  /** The name under which users ask for it. */
  String name();

  /** All settings by name, for provenance. */
  Map<String, Object> settings();

  /** The perturbations that it hardens against, if any. Robust accuracy is under all of them. */
  List<ThreatModel> threats();

  /** The smoothing that it trains a base classifier for, if it does. */
  default Optional<Smoothing> smoothing() {
    return Optional.empty();
  }

  /** How many updates each batch is used for before the next one. */
  default int replays() {
    return 1;
  }

  /** Whether its loss is made of cross-entropies whose labels may be smoothed. */
  default boolean smoothsLabels() {
    return true;
  }

  /** A costlier objective for the same threat, to recover with after a collapse. */
  default Optional<Objective> stronger() {
    return Optional.empty();
  }

  /** Why it can't train a classifier of such inputs, in one sentence; empty if it can. */
  default Optional<String> refuses(InputSpec input, int classes) {
    return Optional.empty();
  }

  /**
   * The inner problem: the points to learn from. The weights are frozen meanwhile.
   *
   * @return {@code [k·n, ...]}: one or several points a sample, block after block, each in the
   *     order of the batch
   */
  Tensor examples(Lesson lesson);

  /**
   * The outer problem: the loss at those points on the tape of the weights, a scalar.
   *
   * @param examples what {@link #examples} gave
   */
  Tensor loss(Lesson lesson, Tensor examples);

  /**
   * Called after the update.
   *
   * @param examples what {@link #examples} gave; a leaf knows its gradient now
   */
  default void learnt(Lesson lesson, Tensor examples) {}
}
