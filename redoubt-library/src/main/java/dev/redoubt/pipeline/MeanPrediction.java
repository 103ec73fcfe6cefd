package dev.redoubt.pipeline;

import dev.redoubt.tensor.Activation;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;

/**
 * The prediction of a smoothed classifier as it can be differentiated: {@code p̄}, the mean of the
 * class probabilities at changed copies of each sample. Training estimates it, and attacks climb it
 * (Salman et al. 2019, equations 5 and 6). Logits are {@code [k·n, classes]}: k points a sample,
 * block after block.
 */
public final class MeanPrediction {
  private static final long[] OVER_COPIES = {0};

  private MeanPrediction() {}

  /** The blocks apart: {@code [k·n, c]} to {@code [k, n, c]}. */
  public static Tensor byCopy(Tensor x, int copies) {
    return Layout.reshape(x, copies, x.rows() / copies, x.size(1));
  }

  /** {@code p̄}, {@code [n, classes]}. */
  public static Tensor of(Tensor logits, int copies) {
    return Reductions.mean(byCopy(Activation.softmax(logits, 1), copies), OVER_COPIES, false);
  }

  /** {@code log p̄}, {@code [n, classes]}; finite also where a probability is too small to tell. */
  public static Tensor logarithm(Tensor logits, int copies) {
    return Reductions.logSumExp(
            byCopy(Activation.logSoftmax(logits, 1), copies), OVER_COPIES, false)
        .minus(Math.log(copies));
  }
}
