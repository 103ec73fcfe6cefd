package dev.redoubt.attack.joint;

import dev.redoubt.model.RejectingModel;
import dev.redoubt.model.Verdict;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;

/**
 * A forward pass at one point of each row, and the backward passes that follow.
 *
 * @param leaf the points
 * @param verdict on the tape that leads back to them
 */
record Look(RejectingModel view, Tensor leaf, Verdict verdict) {
  static Look at(RejectingModel view, Tensor x, Draws draws) {
    Tensor leaf = Autograd.variable(x);
    return new Look(view, leaf, view.verdictOnTape(leaf, draws));
  }

  /** The derivative of each row's own value, {@code [n]}; the last one that is asked for. */
  Tensor gradient(Tensor values) {
    return view.gradient(Reductions.sum(values), leaf);
  }

  /** The same while more are to come. */
  Tensor oneGradient(Tensor values) {
    return view.gradientKeepingTape(Reductions.sum(values), leaf);
  }
}
