package dev.redoubt.attack;

import dev.redoubt.data.Batch;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Goal;

/** The classes that a multi-targeted attack tries, sample by sample. */
public final class Targets {
  private Targets() {}

  /**
   * The likeliest classes of the clean samples other than the label, by falling logit; of a
   * targeted goal its target alone. Costs one forward pass.
   *
   * @param most how many at most; no more than there are classes besides the label
   * @return int64 {@code [n, targets]}
   */
  public static Tensor of(ScoreModel view, Batch batch, Goal goal, int most, Draws draws) {
    if (goal instanceof Goal.Targeted) {
      return Layout.reshape(goal.lossLabels(batch.labels()), -1, 1);
    }
    return Scope.tensors(
        () -> {
          Tensor logits = view.logits(batch.inputs(), draws.of("targets"));
          Tensor lowest =
              Tensors.full(Double.NEGATIVE_INFINITY, logits.dtype(), batch.size(), 1).like(logits);
          Tensor others = Layout.scatter(logits, Layout.reshape(batch.labels(), -1, 1), lowest);
          int count = (int) Math.min(most, logits.size(1) - 1);
          return Reductions.largest(others, count).indices();
        });
  }
}
