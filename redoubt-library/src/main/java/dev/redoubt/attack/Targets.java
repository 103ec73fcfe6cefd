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
        () -> ranked(view.logits(batch.inputs(), draws.of("targets")), batch.labels(), most));
  }

  /**
   * The likeliest classes other than the label.
   *
   * @param logits {@code [n, classes]} of the clean samples
   * @param labels int64 {@code [n]}
   * @param most how many at most
   * @return int64 {@code [n, targets]}, by falling logit
   */
  public static Tensor ranked(Tensor logits, Tensor labels, int most) {
    Tensor lowest =
        Tensors.full(Double.NEGATIVE_INFINITY, logits.dtype(), labels.size(0), 1).like(logits);
    Tensor others = Layout.scatter(logits, Layout.reshape(labels, -1, 1), lowest);
    return Reductions.largest(others, (int) Math.min(most, logits.size(1) - 1)).indices();
  }

  /**
   * All classes other than the label.
   *
   * @param labels int64 {@code [n]}
   * @return int64 {@code [n, classes - 1]}, in their order
   */
  public static Tensor others(Tensor labels, int classes) {
    int[] truth = labels.ints();
    long[] others = new long[truth.length * (classes - 1)];
    for (int i = 0; i < others.length; i++) {
      int other = i % (classes - 1);
      others[i] = other < truth[i / (classes - 1)] ? other : other + 1L;
    }
    return Scope.tensors(() -> Tensors.of(others, truth.length, classes - 1).like(labels));
  }
}
