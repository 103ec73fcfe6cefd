package dev.redoubt.loss;

import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;

/**
 * {@code max over j≠y of z_j, minus z_y} (Carlini and Wagner 2017, f₆ without the floor): positive
 * exactly when the label loses.
 */
public record Margin() implements Loss {
  @Override
  public String name() {
    return "margin";
  }

  @Override
  public Tensor perSample(Tensor logits, Tensor labels) {
    return bestOther(logits, labels).minus(Layout.pick(logits, labels));
  }

  /** The largest entry of each row but the label's own. */
  static Tensor bestOther(Tensor values, Tensor labels) {
    Tensor index = Layout.reshape(labels, -1, 1);
    Tensor lowest =
        Tensors.full(Double.NEGATIVE_INFINITY, values.dtype(), labels.size(0), 1).like(values);
    return Reductions.max(Layout.scatter(values, index, lowest), 1);
  }
}
