package dev.redoubt.threat;

import dev.redoubt.tensor.Comparison;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.function.Consumer;

/** The sum of all changes. */
public record L1() implements Norm {
  @Override
  public String name() {
    return "l1";
  }

  @Override
  public Tensor of(Tensor delta) {
    return Reductions.sumPerSample(Elementwise.abs(delta));
  }

  @Override
  public Tensor dual(Tensor gradient) {
    return Reductions.maxPerSample(Elementwise.abs(gradient));
  }

  @Override
  public Tensor steepestAscent(Tensor gradient, double radius) {
    Tensor flat = Layout.flatten(gradient);
    Tensor index = Layout.reshape(Reductions.argmax(Elementwise.abs(flat), 1), -1, 1);
    Tensor peak = Elementwise.sign(Layout.gather(flat, index)).times(radius);
    return Layout.reshape(Layout.scatter(Tensors.zerosLike(flat), index, peak), gradient.shape());
  }

  @Override
  public Tensor project(Tensor delta, double epsilon) {
    Tensor unbounded = Tensors.zerosLike(delta).plus(Double.POSITIVE_INFINITY);
    return L1Projection.project(delta, unbounded.negated(), unbounded, epsilon);
  }

  @Override
  public Tensor project(Tensor delta, Tensor epsilon) {
    Tensor size = Layout.flatten(Elementwise.abs(delta));
    Tensor kept = Elementwise.atLeast(size.minus(L1Projection.shrinkage(size, epsilon)), 0);
    return Layout.reshape(kept, delta.shape()).times(Elementwise.sign(delta));
  }

  /**
   * Uniform in the ball: d exponential variables and one more, normalised to the simplex, with
   * random signs.
   */
  @Override
  public Tensor random(Tensor like, double epsilon, Draws draws) {
    Tensor u = Elementwise.atLeast(draws.of("size").uniformLike(like, 0, 1), 1e-30);
    Tensor sizes = Elementwise.log(u).negated();
    Tensor last =
        Elementwise.log(Elementwise.atLeast(draws.of("rest").uniformPerSample(like), 1e-30))
            .negated();
    Tensor total = Reductions.sumPerSample(sizes).plus(last);
    Tensor signs = Elementwise.sign(draws.of("sign").uniformLike(like, -1, 1));
    return sizes.times(signs).times(Layout.perSample(total.reciprocal().times(epsilon), like));
  }

  @Override
  public Tensor randomDirection(Tensor like, Draws draws) {
    return scaledToOne(draws.gaussianLike(like));
  }

  @Override
  public Ball ball(Tensor center, double epsilon, InputDomain domain) {
    return new Diamond(
        center,
        Tensors.full(domain.low(), center.dtype()).like(center).minus(center),
        Tensors.full(domain.high(), center.dtype()).like(center).minus(center),
        Math.max(
            0, epsilon - domain.rounding(center.count() / (double) Math.max(1, center.rows()))));
  }

  /**
   * The ball and the box at once.
   *
   * @param low the most negative change of each feature, at most 0
   * @param high the most positive one, at least 0
   */
  private record Diamond(Tensor center, Tensor low, Tensor high, double epsilon) implements Ball {
    /** The share of the features that one step moves (Tramèr and Boneh 2019, section 4: SLIDE). */
    private static final double STEP_SHARE = 0.01;

    /** A feature this close to its bound is at it: else rounding could hold up the steps there. */
    private static final double ROUNDING = 1e-6;

    /** Room for the rounding of {@code center + δ}, summed over the features. */
    private double tightened() {
      return epsilon - 1e-6 * Math.max(1, epsilon);
    }

    @Override
    public Tensor project(Tensor x) {
      return feasible(L1Projection.project(x.minus(center), low, high, tightened()));
    }

    /** Steps along the sign at the largest gradients among the features that can still move. */
    @Override
    public Tensor ascend(Tensor x, Tensor gradient, double size) {
      Tensor free = Comparison.not(blocked(x, gradient));
      Tensor flat = Layout.flatten(gradient.times(free.like(gradient)));
      int moved = (int) Math.max(1, Math.ceil(STEP_SHARE * flat.size(1)));
      Tensor index = Reductions.largest(Elementwise.abs(flat), moved).indices();
      Tensor signs = Elementwise.sign(Layout.gather(flat, index)).times(size / moved);
      Tensor step = Layout.scatter(Tensors.zerosLike(flat), index, signs);
      return project(x.plus(Layout.reshape(step, x.shape())));
    }

    @Override
    public Tensor blocked(Tensor x, Tensor gradient) {
      Tensor delta = x.minus(center);
      return Bounds.blocked(gradient, high.minus(delta), delta.minus(low), ROUNDING);
    }

    /** Spends the budget on the features of largest gradient, each up to its bound: the optimum. */
    @Override
    public Tensor ascendFully(Tensor gradient) {
      Tensor flat = Layout.flatten(gradient).to(DType.FLOAT64);
      Tensor room =
          Layout.flatten(Elementwise.where(Elementwise.greater(gradient, 0), high, low.negated()))
              .to(DType.FLOAT64);
      Reductions.Sorted order = Reductions.sort(Elementwise.abs(flat), true);
      Tensor rooms = Layout.gather(room, order.indices());
      Tensor spentBefore = Reductions.cumulativeSum(rooms, 1).minus(rooms);
      Tensor spent =
          Elementwise.minimum(
              rooms, Elementwise.atLeast(spentBefore.negated().plus(tightened()), 0));
      Tensor sizes = Layout.scatter(Tensors.zerosLike(flat), order.indices(), spent);
      return feasible(
          Layout.reshape(sizes.times(Elementwise.sign(flat)), center.shape()).like(center));
    }

    private Tensor feasible(Tensor delta) {
      return center.plus(Elementwise.clamp(delta, low, high));
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
      action.accept(center);
      action.accept(low);
      action.accept(high);
    }

    @Override
    public double radius() {
      return Math.max(0, tightened());
    }

    @Override
    public Ball rows(int... rows) {
      return new Diamond(
          Layout.rows(center, rows), Layout.rows(low, rows), Layout.rows(high, rows), epsilon);
    }
  }
}
