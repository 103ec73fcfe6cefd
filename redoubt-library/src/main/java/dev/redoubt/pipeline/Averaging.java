package dev.redoubt.pipeline;

import dev.redoubt.model.Verdict;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an attacker reads off at the end of a pipeline. Over several draws of a random one it is an
 * expectation over transformation (Athalye et al. 2018): the logits are the logarithm of the mean
 * probabilities, as in SmoothAdv (Salman et al. 2019, equation 6). So draws that are lost already
 * do not hide those that still stand, and the mean probability and its derivative are unbiased
 * whatever the number of draws.
 *
 * @param draws of everything random, at least 1, taken anew at each call; one is passed on as it is
 * @param joint folds rejection into the logits; empty if nothing rejects
 */
record Averaging(Flow flow, int draws, Optional<JointLogits> joint) {
  /** The logits {@code [n, classes]}. */
  Tensor logits(Tensor x, Draws keyed) {
    Scored scored = over(x, Set.of(), keyed);
    return joint.map(fold -> fold.of(scored, keyed)).orElse(scored.logits());
  }

  /**
   * Part by part, where something rejects.
   *
   * @param layers that the detectors read
   */
  Verdict verdict(Tensor x, Set<String> layers, Draws keyed) {
    Scored scored = over(x, layers, keyed);
    List<Tensor> representation =
        layers.isEmpty()
            ? List.of(scored.logits())
            : layers.stream().map(layer -> Layout.flatten(scored.seen().feature(layer))).toList();
    return new Verdict(
        scored.logits(),
        scored.excess().orElseThrow(),
        representation,
        joint.orElseThrow().of(scored, keyed));
  }

  private Scored over(Tensor x, Set<String> layers, Draws keyed) {
    if (draws == 1) {
      return flow.run(x, layers, keyed);
    }
    Scored each = flow.run(Layout.copies(x, draws), layers, keyed.copies(draws));
    return each.combined(MeanPrediction.logarithm(each.logits(), draws), draws);
  }

  /** Passes of the classifier that one row costs. */
  int passes() {
    return Math.multiplyExact(draws, flow.passes());
  }
}
