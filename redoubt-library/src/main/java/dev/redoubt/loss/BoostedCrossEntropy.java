package dev.redoubt.loss;

import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Tensor;

/**
 * {@code -log p_y - log(1.0001 - max over j≠y of p_j + 1e-12)}: cross-entropy that also pushes the
 * strongest other class away (MART, Wang et al. 2020, with the constants of their code, which keep
 * the logarithm finite).
 */
public record BoostedCrossEntropy() implements Loss {
  private static final double ALMOST_ONE = 1.0001;
  private static final double TINY = 1e-12;

  @Override
  public String name() {
    return "boosted-ce";
  }

  @Override
  public Tensor perSample(Tensor logits, Tensor labels) {
    Tensor other = Margin.bestOther(Neural.softmax(logits), labels);
    Tensor left = other.negated().plus(ALMOST_ONE).plus(TINY);
    return Neural.crossEntropy(logits, labels).minus(Elementwise.log(left));
  }
}
