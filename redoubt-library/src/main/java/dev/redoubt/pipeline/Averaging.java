package dev.redoubt.pipeline;

import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;

/**
 * Expectation over transformation (Athalye et al. 2018): what comes out at the end of a random
 * pipeline, averaged over several draws. The logits are the logarithm of the mean probabilities, as
 * in SmoothAdv (Salman et al. 2019, equation 6): so draws that are lost already do not hide those
 * that still stand, and the mean probability and its derivative are unbiased whatever the number of
 * draws.
 */
final class Averaging {
  private Averaging() {}

  /** One draw is passed on as it is. */
  static Scored over(int draws, Flow flow, Tensor x, Draws keyed) {
    if (draws == 1) {
      return flow.run(x, keyed);
    }
    Scored each = flow.run(Layout.copies(x, draws), keyed.copies(draws));
    return each.combined(MeanPrediction.logarithm(each.logits(), draws), draws);
  }
}
