package dev.redoubt.attack.joint;

import dev.redoubt.model.Verdict;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Ball;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.Norm;
import java.util.function.Consumer;

/**
 * One wish at a time, along the part of its gradient that is orthogonal to the other's, so that to
 * first order the other stays as it is.
 *
 * <p>Features that the wanted gradient would only push against their bounds are left out of both.
 * What is orthogonal among the others is so in all, since those do not move; and no row is stuck at
 * its bounds with a part that leads nowhere.
 */
record Orthogonal(Wishes wishes, Norm norm) implements Course {
  /** Sine of an angle between gradients that is not to be told from none. */
  private static final double PARALLEL = 1e-4;

  @Override
  public Tensor direction(Look look, Ball ball) {
    Verdict verdict = look.verdict();
    Tensor toClass = look.oneGradient(wishes.otherClass(verdict));
    Tensor toInnocence = look.gradient(wishes.innocence(verdict));
    Tensor reached = Layout.perSample(wishes.classIsReached(verdict), toClass);
    Tensor wanted = Elementwise.where(reached, toInnocence, toClass);
    Tensor other = Elementwise.where(reached, toClass, toInnocence);
    Tensor blocked = ball.blocked(look.leaf().detached(), wanted);
    Tensor nothing = Tensors.zerosLike(wanted);
    return part(
        Elementwise.where(blocked, nothing, wanted), Elementwise.where(blocked, nothing, other));
  }

  /**
   * The part of each wanted gradient that is orthogonal to the other one. Where there is none,
   * since the two are parallel, the wanted gradient; where that is zero, the other.
   */
  static Tensor part(Tensor wanted, Tensor other) {
    Tensor along = new L2().steepestAscent(wanted, 1);
    Tensor against = new L2().steepestAscent(other, 1);
    // Twice, so that rounding leaves nothing of it where the two are nearly parallel.
    Tensor rest = without(against, without(against, along));
    Tensor plain = Elementwise.where(exceeds(along, 0), along, against);
    return Elementwise.where(exceeds(rest, PARALLEL), rest, plain);
  }

  private static Tensor without(Tensor unit, Tensor x) {
    Tensor share = Reductions.sumPerSample(x.times(unit));
    return x.minus(unit.times(Layout.perSample(share, x)));
  }

  private static Tensor exceeds(Tensor x, double length) {
    return Layout.perSample(Elementwise.greater(Reductions.l2PerSample(x), length), x);
  }

  /** Straight: the signs of a direction are not orthogonal to what the direction is. */
  @Override
  public Tensor step(Ball ball, Tensor x, Tensor direction, double size) {
    return ball.project(x.plus(norm.straightAscent(direction, size)));
  }

  @Override
  public Orthogonal rows(int... rows) {
    return new Orthogonal(wishes.rows(rows), norm);
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    wishes.forEachTensor(action);
  }
}
