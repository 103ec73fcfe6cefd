package dev.redoubt.attack.minimum.penalty;

import dev.redoubt.attack.Hits;
import dev.redoubt.attack.LossGradient;
import dev.redoubt.attack.minimum.OpenRows;
import dev.redoubt.loss.Margin;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * The penalty {@code max(κ - margin, 0)} (Carlini and Wagner 2017, f₆), where the margin is by how
 * much the logits meet the goal.
 *
 * @param confidence κ, at least 0
 */
record Hinge(double confidence) {
  /** The margin of each row. */
  private static UnaryOperator<Tensor> margin(OpenRows open) {
    return LossGradient.rising(new Margin(), open.goal(), open.labels());
  }

  /**
   * What is to rise: the penalty times {@code -c}.
   *
   * @param constants c, {@code [n]}
   */
  UnaryOperator<Tensor> objective(OpenRows open, Tensor constants) {
    UnaryOperator<Tensor> margin = margin(open);
    return logits ->
        Elementwise.atLeast(margin.apply(logits).negated().plus(confidence), 0)
            .times(constants)
            .negated();
  }

  /** The rows that meet the goal by κ or more. */
  Hits hits(OpenRows open, Tensor logits) {
    Hits hits = open.hits(logits);
    if (confidence == 0) {
      return hits;
    }
    double[] margins = margin(open).apply(logits).doubles();
    double[] share = hits.share().clone();
    boolean[] sure = hits.sure().clone();
    for (int row = 0; row < share.length; row++) {
      boolean confident = margins[row] >= confidence;
      share[row] = confident ? share[row] : 0;
      sure[row] &= confident;
    }
    return new Hits(share, sure);
  }
}
