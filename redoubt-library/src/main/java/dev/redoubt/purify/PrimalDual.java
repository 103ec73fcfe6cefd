package dev.redoubt.purify;

import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import java.util.function.Consumer;

/**
 * Minimises {@code ½ ‖m ⊙ (z - x)‖² + bound · ‖D z‖₁} over images z, where D takes the {@link
 * Differences} of neighbours (Chambolle and Pock 2011, algorithm 1, over-relaxed as by Condat
 * 2013). The steps are fixed: no row waits for another, nor changes with it.
 */
final class PrimalDual {
  /** Their product is at most {@code 1 / ‖D‖²}, and {@code ‖D‖² ≤ 8}. The ratio suits images. */
  private static final double PRIMAL_STEP = .15;

  private static final double DUAL_STEP = 1 / (8 * PRIMAL_STEP);
  private static final double RELAXATION = 1.9;

  private final Tensor mask;
  private final Tensor known;
  private final double bound;

  /**
   * A problem for each row.
   *
   * @param x {@code [n, channels, height, width]}
   * @param mask the same shape, 1 where x is known
   * @param bound of the dual variables
   */
  PrimalDual(Tensor x, Tensor mask, double bound) {
    this.mask = mask;
    this.known = x.times(mask);
    this.bound = bound;
  }

  private record Point(Tensor image, Differences dual) implements TensorGroup {
    @Override
    public void forEachTensor(Consumer<Tensor> action) {
      action.accept(image);
      dual.forEachTensor(action);
    }
  }

  /** What has been reached after so many iterations. */
  Tensor after(int iterations) {
    Point start = new Point(start(), Differences.zerosFor(known));
    Tensor divisor = mask.times(PRIMAL_STEP).plus(1);
    return Scope.loop(start, iterations, point -> false, (i, point) -> next(point, divisor))
        .image();
  }

  /**
   * What is known, and its mean in the channel elsewhere: of what is not known, nothing is used.
   */
  private Tensor start() {
    long[] pixels = {2, 3};
    Tensor count = Elementwise.atLeast(Reductions.sum(mask, pixels, true), 1);
    Tensor mean = Reductions.sum(known, pixels, true).dividedBy(count);
    return known.plus(mean).minus(mask.times(mean));
  }

  private Point next(Point at, Tensor divisor) {
    Tensor descended = at.image.plus(-PRIMAL_STEP, at.dual.transposed());
    Tensor image = descended.plus(PRIMAL_STEP, known).dividedBy(divisor);
    Tensor beyond = image.times(2).minus(at.image);
    Differences dual = at.dual.plus(DUAL_STEP, Differences.of(beyond)).clipped(bound);
    return new Point(
        at.image.plus(RELAXATION, image.minus(at.image)), at.dual.towards(dual, RELAXATION));
  }
}
