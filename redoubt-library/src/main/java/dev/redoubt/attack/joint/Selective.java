package dev.redoubt.attack.joint;

import dev.redoubt.model.Verdict;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Ball;
import java.util.function.Consumer;

/** One wish at a time, row by row; the rows' values add up to one scalar, so one backward pass. */
record Selective(Wishes wishes) implements Course {
  @Override
  public Tensor direction(Look look, Ball ball) {
    Verdict verdict = look.verdict();
    return look.gradient(
        Elementwise.where(
            wishes.classIsReached(verdict), wishes.innocence(verdict), wishes.otherClass(verdict)));
  }

  @Override
  public Selective rows(int... rows) {
    return new Selective(wishes.rows(rows));
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    wishes.forEachTensor(action);
  }
}
