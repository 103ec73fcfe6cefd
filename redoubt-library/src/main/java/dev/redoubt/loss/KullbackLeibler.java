package dev.redoubt.loss;

import dev.redoubt.tensor.Activation;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;

/** How far one distribution over the classes is from another (Kullback and Leibler 1951). */
public final class KullbackLeibler {
  private KullbackLeibler() {}

  /**
   * {@code KL(p ‖ q) = Σ_k p_k (log p_k - log q_k)} of each sample in nats, for {@code p =
   * softmax(reference)} and {@code q = softmax(other)}. Both are differentiated. Computed from log
   * softmax, so that no probability can underflow into an infinite logarithm.
   *
   * @param reference logits {@code [n, classes]}
   * @param other logits {@code [n, classes]}
   * @return {@code [n]}
   */
  public static Tensor perSample(Tensor reference, Tensor other) {
    Tensor logP = Activation.logSoftmax(reference, 1);
    Tensor logQ = Activation.logSoftmax(other, 1);
    return Reductions.sum(Elementwise.exp(logP).times(logP.minus(logQ)), 1);
  }
}
