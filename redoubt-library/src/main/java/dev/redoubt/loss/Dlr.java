package dev.redoubt.loss;

import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;

/**
 * The difference of logits ratio (Croce and Hein 2020, equation 6): {@code -(z_y - max over j≠y of
 * z_j) / (z_(1) - z_(3) + 1e-12)}, order statistics descending. Does not change when all logits are
 * scaled or shifted. Wants three classes.
 */
public record Dlr() implements Loss {
  private static final Margin MARGIN = new Margin();

  @Override
  public String name() {
    return "dlr";
  }

  @Override
  public int leastClasses() {
    return 3;
  }

  @Override
  public Tensor perSample(Tensor logits, Tensor labels) {
    Tensor top = Reductions.largest(logits, 3).values();
    Tensor spread = Layout.columns(top, 0, 1).minus(Layout.columns(top, 2, 3)).plus(1e-12);
    return MARGIN.perSample(logits, labels).dividedBy(Layout.reshape(spread, -1));
  }
}
