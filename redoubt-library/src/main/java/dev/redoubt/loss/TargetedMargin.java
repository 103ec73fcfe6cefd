package dev.redoubt.loss;

import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;

/** {@code z_t - z_y}: positive exactly when the target beats the label. */
public record TargetedMargin() implements TargetedLoss {
  @Override
  public String name() {
    return "targeted-margin";
  }

  @Override
  public Tensor perSample(Tensor logits, Tensor labels, Tensor targets) {
    return Layout.pick(logits, targets).minus(Layout.pick(logits, labels));
  }
}
