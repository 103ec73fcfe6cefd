package dev.redoubt.train.objective;

import dev.redoubt.tensor.Activation;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;

/**
 * The prediction of a smoothed classifier as training estimates it: {@code p̄}, the mean of the
 * class probabilities at the noisy copies of each sample.
 */
final class MeanPrediction {
  private static final long[] OVER_COPIES = {0};

  private MeanPrediction() {}

  /** Rows of k points a sample, block after block, apart: {@code [k·n, c]} to {@code [k, n, c]}. */
  static Tensor byCopy(Tensor x, int copies) {
    return Layout.reshape(x, copies, x.rows() / copies, x.size(1));
  }

  /** {@code p̄}, {@code [n, classes]}. */
  static Tensor of(Tensor logits, int copies) {
    return Reductions.mean(byCopy(Activation.softmax(logits, 1), copies), OVER_COPIES, false);
  }

  /** {@code log p̄}, {@code [n, classes]}; finite also where a probability is too small to tell. */
  static Tensor logarithm(Tensor logits, int copies) {
    return Reductions.logSumExp(
            byCopy(Activation.logSoftmax(logits, 1), copies), OVER_COPIES, false)
        .minus(Math.log(copies));
  }
}
