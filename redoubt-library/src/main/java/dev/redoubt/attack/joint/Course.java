package dev.redoubt.attack.joint;

import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import dev.redoubt.threat.Ball;

/** Which way a search goes. It keeps what it has to know of each row of the search. */
interface Course extends TensorGroup {
  /**
   * The way to step from where the look was taken, {@code [n, ...]}; of any length.
   *
   * @param ball that the points lie in
   */
  Tensor direction(Look look, Ball ball);

  /**
   * A feasible point after a step of length {@code size} that way: in the norm's own steepest
   * ascent, unless the course has reason to step otherwise.
   */
  default Tensor step(Ball ball, Tensor x, Tensor direction, double size) {
    return ball.ascend(x, direction, size);
  }

  /** The same for some of the rows. */
  Course rows(int... rows);
}
