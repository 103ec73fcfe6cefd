package dev.redoubt.threat;

import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import java.util.function.Consumer;

/** The largest change of any feature. */
public record Linf() implements Norm {
  @Override
  public String name() {
    return "linf";
  }

  @Override
  public Tensor of(Tensor delta) {
    return Reductions.maxPerSample(Elementwise.abs(delta));
  }

  @Override
  public Tensor dual(Tensor gradient) {
    return Reductions.sumPerSample(Elementwise.abs(gradient));
  }

  @Override
  public Tensor steepestAscent(Tensor gradient, double radius) {
    Tensor signs = Elementwise.sign(gradient);
    return radius == 1 ? signs : signs.times(radius);
  }

  @Override
  public Tensor project(Tensor delta, double epsilon) {
    return Elementwise.clamp(delta, -epsilon, epsilon);
  }

  @Override
  public Tensor project(Tensor delta, Tensor epsilon) {
    Tensor bound = Layout.perSample(epsilon, delta);
    return Elementwise.clamp(delta, bound.negated(), bound);
  }

  @Override
  public Tensor random(Tensor like, double epsilon, Draws draws) {
    return draws.uniformLike(like, -epsilon, epsilon);
  }

  @Override
  public Tensor randomDirection(Tensor like, Draws draws) {
    return scaledToOne(draws.uniformLike(like, -1, 1));
  }

  @Override
  public Ball ball(Tensor center, double epsilon, InputDomain domain) {
    double reach = Math.max(0, epsilon - domain.rounding(1));
    return new Box(
        center, domain.clamp(center.minus(reach)), domain.clamp(center.plus(reach)), reach);
  }

  /** Here the ball meets the input domain in a box with bounds of its own for each feature. */
  private record Box(Tensor center, Tensor low, Tensor high, double epsilon) implements Ball {
    @Override
    public Tensor project(Tensor x) {
      return Elementwise.clamp(x, low, high);
    }

    @Override
    public Tensor ascend(Tensor x, Tensor gradient, double size) {
      return project(x.plus(size, Elementwise.sign(gradient)));
    }

    @Override
    public Tensor blocked(Tensor x, Tensor gradient) {
      return Bounds.blocked(gradient, high.minus(x), x.minus(low), 0);
    }

    @Override
    public Tensor ascendFully(Tensor gradient) {
      return ascend(center, gradient, epsilon);
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
      action.accept(center);
      action.accept(low);
      action.accept(high);
    }

    @Override
    public double radius() {
      return epsilon;
    }

    @Override
    public Ball rows(int... rows) {
      return new Box(
          Layout.rows(center, rows), Layout.rows(low, rows), Layout.rows(high, rows), epsilon);
    }
  }
}
