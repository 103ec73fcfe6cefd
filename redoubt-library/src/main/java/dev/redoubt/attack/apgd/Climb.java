package dev.redoubt.attack.apgd;

import dev.redoubt.attack.Found;
import dev.redoubt.attack.Hits;
import dev.redoubt.attack.LossGradient;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A run under way; rows are the open ones.
 *
 * @param x where each row stands
 * @param previous where it stood before its last step
 * @param gradient at {@code x}
 * @param best its point of largest loss
 * @param bestGradient there
 * @param bestLoss the largest loss
 * @param walk how it moves
 * @param ground what does not change but for rows that leave
 * @param found what the attack has found so far
 */
@SuppressWarnings("ArrayRecordComponent") // one loss a row, never compared
record Climb(
    Tensor x,
    Tensor previous,
    Tensor gradient,
    Tensor best,
    Tensor bestGradient,
    double[] bestLoss,
    Walk walk,
    Ground ground,
    Found found)
    implements TensorGroup {

  /** One iteration: a step, a look, and at checkpoints the way back. */
  Climb stepped(int iteration, Look look) {
    Tensor ahead = walk.next(iteration, x, previous, gradient, ground.ball());
    LossGradient here = look.at(ahead, ground, iteration + 1);
    Climb moved = better(ahead, here);
    Tensor top = moved.best;
    boolean[] back =
        walk.observe(here.losses().doubles(), moved.bestLoss, () -> top.minus(ground.center()));
    Climb next = moved.goingBack(back);
    return look.noting() ? next.noting(here, ahead, look, iteration + 1) : next;
  }

  /** The state after a step to {@code ahead}, with the best points brought up to date. */
  private Climb better(Tensor ahead, LossGradient here) {
    double[] losses = here.losses().doubles();
    boolean[] improved = new boolean[losses.length];
    double[] largest = bestLoss.clone();
    for (int row = 0; row < losses.length; row++) {
      improved[row] = losses[row] > largest[row];
      largest[row] = improved[row] ? losses[row] : largest[row];
    }
    return new Climb(
        ahead,
        x,
        here.gradient(),
        chosen(improved, ahead, best),
        chosen(improved, here.gradient(), bestGradient),
        largest,
        walk,
        ground,
        found);
  }

  private Climb goingBack(boolean[] back) {
    if (back.length == 0) {
      return this;
    }
    return new Climb(
        chosen(back, best, x),
        previous,
        chosen(back, bestGradient, gradient),
        best,
        bestGradient,
        bestLoss,
        walk,
        ground,
        found);
  }

  /** Notes the rows that met the goal at {@code looked}, and lets those go that surely did. */
  Climb noting(LossGradient here, Tensor looked, Look look, int iteration) {
    Hits hits = Hits.of(here.logits(), ground.labels(), ground.goal(), look.random());
    Climb noted =
        new Climb(
            x,
            previous,
            gradient,
            best,
            bestGradient,
            bestLoss,
            walk,
            ground,
            found.looking(hits, looked, look.before() + iteration));
    return noted.rows(hits.unsure());
  }

  private Climb rows(int[] stay) {
    if (stay.length == bestLoss.length) {
      return this;
    }
    return new Climb(
        Layout.rows(x, stay),
        Layout.rows(previous, stay),
        Layout.rows(gradient, stay),
        Layout.rows(best, stay),
        Layout.rows(bestGradient, stay),
        IntStream.of(stay).mapToDouble(row -> bestLoss[row]).toArray(),
        walk.rows(stay),
        ground.rows(stay),
        found.stay(stay));
  }

  /** Row by row, {@code yes} where the row is chosen and {@code no} elsewhere. */
  private static Tensor chosen(boolean[] rows, Tensor yes, Tensor no) {
    int[] taken = IntStream.range(0, rows.length).filter(row -> rows[row]).toArray();
    if (taken.length == 0 || taken.length == rows.length) {
      return taken.length == 0 ? no : yes;
    }
    // Copies of whole rows: several times as fast as a choice by element.
    return Layout.withRows(no, taken, Layout.rows(yes, taken));
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    action.accept(x);
    action.accept(previous);
    action.accept(gradient);
    action.accept(best);
    action.accept(bestGradient);
    ground.forEachTensor(action);
    found.forEachTensor(action);
  }
}
