package dev.redoubt.loss;

import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Tensor;

/**
 * The margin of the class probabilities, in [-1, 1] (Gao et al. 2022, "Minimally distorted
 * adversarial examples with a probability margin"): bounded, and blind to the scale of the logits.
 */
public record ProbabilityMargin() implements Loss {
  private static final Margin MARGIN = new Margin();

  @Override
  public String name() {
    return "probability-margin";
  }

  @Override
  public Tensor perSample(Tensor logits, Tensor labels) {
    return MARGIN.perSample(Neural.softmax(logits), labels);
  }
}
