package dev.redoubt.loss;

import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Tensor;

/** {@code -log softmax(z)_y}. */
public record CrossEntropy() implements Loss {
  @Override
  public String name() {
    return "ce";
  }

  @Override
  public Tensor perSample(Tensor logits, Tensor labels) {
    return Neural.crossEntropy(logits, labels);
  }
}
