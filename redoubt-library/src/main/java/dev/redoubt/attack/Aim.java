package dev.redoubt.attack;

import dev.redoubt.loss.Loss;
import dev.redoubt.loss.TargetedLoss;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import dev.redoubt.threat.Goal;
import java.util.function.Consumer;

/** What a search raises, row by row. */
public sealed interface Aim extends TensorGroup {
  /** From logits {@code [n, classes]} to what is to rise, {@code [n]}. */
  Tensor of(Tensor logits);

  /** The same for some of the rows. */
  Aim rows(int... rows);

  /** A loss at the true labels, or minus a loss at the targets of a targeted goal. */
  record ByLoss(Loss loss, Goal goal, Tensor labels) implements Aim {
    @Override
    public Tensor of(Tensor logits) {
      return LossGradient.rising(loss, goal, labels).apply(logits);
    }

    @Override
    public Aim rows(int... rows) {
      return new ByLoss(loss, goal.rows(rows), Layout.rows(labels, rows));
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
      action.accept(labels);
    }
  }

  /** From the labels to one class a row. */
  record Towards(TargetedLoss loss, Tensor labels, Tensor targets) implements Aim {
    @Override
    public Tensor of(Tensor logits) {
      return loss.perSample(logits, labels, targets);
    }

    @Override
    public Aim rows(int... rows) {
      return new Towards(loss, Layout.rows(labels, rows), Layout.rows(targets, rows));
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
      action.accept(labels);
      action.accept(targets);
    }
  }
}
