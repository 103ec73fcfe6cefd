package dev.redoubt.attack.apgd;

import dev.redoubt.attack.Aim;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import dev.redoubt.threat.Ball;
import dev.redoubt.threat.Goal;
import java.util.function.Consumer;

/**
 * What a run stands on, row by row.
 *
 * @param center the clean samples
 * @param ball where they may go
 * @param labels their true labels
 * @param goal what counts as success
 * @param aim what is to rise
 * @param draws the randomness of the run
 */
record Ground(Tensor center, Ball ball, Tensor labels, Goal goal, Aim aim, Draws draws)
    implements TensorGroup {
  Ground rows(int... rows) {
    return new Ground(
        Layout.rows(center, rows),
        ball.rows(rows),
        Layout.rows(labels, rows),
        goal.rows(rows),
        aim.rows(rows),
        draws.rows(rows));
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    action.accept(center);
    action.accept(labels);
    ball.forEachTensor(action);
    aim.forEachTensor(action);
  }
}
