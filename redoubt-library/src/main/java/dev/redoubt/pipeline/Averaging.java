package dev.redoubt.pipeline;

import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import java.util.Optional;

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
    Scored scored = over(x, keyed);
    return joint.map(fold -> fold.of(scored, keyed)).orElse(scored.logits());
  }

  private Scored over(Tensor x, Draws keyed) {
    if (draws == 1) {
      return flow.run(x, keyed);
    }
    Scored each = flow.run(Layout.copies(x, draws), keyed.copies(draws));
    return each.combined(MeanPrediction.logarithm(each.logits(), draws), draws);
  }

  /** Passes of the classifier that one row costs. */
  int passes() {
    return Math.multiplyExact(draws, flow.passes());
  }
}
