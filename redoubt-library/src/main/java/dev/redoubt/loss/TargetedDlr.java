package dev.redoubt.loss;

import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;

/**
 * The targeted difference of logits ratio (Croce and Hein 2020, equation 7): {@code (z_t - z_y) /
 * (z_(1) - (z_(3) + z_(4)) / 2 + 1e-12)}, order statistics descending. Wants four classes.
 */
public record TargetedDlr() implements TargetedLoss {
  private static final TargetedMargin MARGIN = new TargetedMargin();

  @Override
  public String name() {
    return "targeted-dlr";
  }

  @Override
  public int leastClasses() {
    return 4;
  }

  @Override
  public Tensor perSample(Tensor logits, Tensor labels, Tensor targets) {
    Tensor top = Reductions.largest(logits, 4).values();
    Tensor low = Layout.columns(top, 2, 3).plus(Layout.columns(top, 3, 4)).times(0.5);
    Tensor spread = Layout.columns(top, 0, 1).minus(low).plus(1e-12);
    return MARGIN.perSample(logits, labels, targets).dividedBy(Layout.reshape(spread, -1));
  }
}
