package dev.redoubt.attack.joint;

import dev.redoubt.attack.Aim;
import dev.redoubt.attack.Hits;
import dev.redoubt.loss.Loss;
import dev.redoubt.loss.Margin;
import dev.redoubt.model.Verdict;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import dev.redoubt.threat.Goal;
import java.util.function.Consumer;

/**
 * The two wishes of an attacker on a model that may reject, and which of them is next: the class is
 * to change as long as it is the wrong one; after that suspicion is to fall (Bryniarski et al.
 * 2022, section 4).
 *
 * <p>A row that has come through, but not so surely that the search lets it go, widens the narrower
 * of its two margins. So it does on random models, where each draw says something else.
 *
 * @param loss of the class, as it is to rise
 * @param margin positive where the class is as wished
 */
record Wishes(Aim loss, Aim margin) implements TensorGroup {
  static Wishes of(Loss loss, Goal goal, Tensor labels) {
    return new Wishes(
        new Aim.ByLoss(loss, goal, labels), new Aim.ByLoss(new Margin(), goal, labels));
  }

  /** What rises as the class becomes the wished one, {@code [n]}. */
  Tensor otherClass(Verdict verdict) {
    return loss.of(verdict.logits());
  }

  /** What rises as suspicion falls, {@code [n]}. */
  Tensor innocence(Verdict verdict) {
    return verdict.excess().negated();
  }

  /**
   * Whether suspicion is to fall rather than the class to change, {@code [n]}. The excess is in
   * units of the logits, so that the margins compare; no row is told so by values that are NaN.
   */
  Tensor classIsReached(Verdict verdict) {
    Tensor reached = margin.of(verdict.logits().detached());
    Tensor accepted = verdict.excess().detached().negated();
    return Elementwise.greater(reached, Elementwise.atLeast(accepted, Hits.CLEAR_MARGIN));
  }

  Wishes rows(int... rows) {
    return new Wishes(loss.rows(rows), margin.rows(rows));
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    loss.forEachTensor(action);
    margin.forEachTensor(action);
  }
}
