package dev.redoubt.threat;

import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import java.util.function.Consumer;

/** The Euclidean length. */
public record L2() implements Norm {
  private static final double TINY = 1e-12;

  @Override
  public String name() {
    return "l2";
  }

  @Override
  public Tensor of(Tensor delta) {
    return Reductions.l2PerSample(delta);
  }

  @Override
  public Tensor dual(Tensor gradient) {
    return of(gradient);
  }

  @Override
  public Tensor steepestAscent(Tensor gradient, double radius) {
    // Scaled by the largest entry first, so that squares of small gradients don't vanish.
    Tensor largest = Reductions.maxPerSample(Elementwise.abs(gradient));
    Tensor scaled =
        gradient.dividedBy(Layout.perSample(Elementwise.atLeast(largest, 1e-38), gradient));
    Tensor length = Elementwise.atLeast(of(scaled), TINY);
    return scaled.times(Layout.perSample(length.dividedBy(radius), gradient).reciprocal());
  }

  @Override
  public Tensor straightAscent(Tensor gradient, double radius) {
    return steepestAscent(gradient, radius);
  }

  @Override
  public Tensor project(Tensor delta, double epsilon) {
    Tensor scale =
        Elementwise.clamp(Elementwise.atLeast(of(delta), TINY).reciprocal().times(epsilon), 0, 1);
    return delta.times(Layout.perSample(scale, delta));
  }

  @Override
  public Tensor project(Tensor delta, Tensor epsilon) {
    Tensor scale = Elementwise.clamp(epsilon.dividedBy(Elementwise.atLeast(of(delta), TINY)), 0, 1);
    return delta.times(Layout.perSample(scale, delta));
  }

  /** Uniform in the ball: a Gaussian direction, and radius ε·U^(1/d). */
  @Override
  public Tensor random(Tensor like, double epsilon, Draws draws) {
    Tensor direction = steepestAscent(draws.of("direction").gaussianLike(like), 1);
    double perSample = like.count() / (double) Math.max(1, like.rows());
    Tensor u = Elementwise.atLeast(draws.of("radius").uniformPerSample(like), 1e-30);
    Tensor radius = Elementwise.exp(Elementwise.log(u).dividedBy(perSample)).times(epsilon);
    return direction.times(Layout.perSample(radius, like));
  }

  @Override
  public Tensor randomDirection(Tensor like, Draws draws) {
    return scaledToOne(draws.gaussianLike(like));
  }

  @Override
  public Ball ball(Tensor center, double epsilon, InputDomain domain) {
    double features = center.count() / (double) Math.max(1, center.rows());
    double rounding = domain.rounding(Math.sqrt(features)) + (epsilon > 1 ? 3e-7 * epsilon : 0);
    return new Disc(this, center, Math.max(0, epsilon - rounding), domain);
  }

  /** The ball, and then the box. */
  private record Disc(L2 norm, Tensor center, double epsilon, InputDomain domain) implements Ball {
    @Override
    public Tensor project(Tensor x) {
      // Clamping moves each feature towards the center, so the point stays inside the ball.
      return domain.clamp(center.plus(norm.project(x.minus(center), epsilon)));
    }

    @Override
    public Tensor ascend(Tensor x, Tensor gradient, double size) {
      return project(x.plus(norm.steepestAscent(gradient, size)));
    }

    @Override
    public Tensor blocked(Tensor x, Tensor gradient) {
      return domain.blocked(x, gradient);
    }

    @Override
    public Tensor ascendFully(Tensor gradient) {
      return domain.clamp(center.plus(norm.steepestAscent(gradient, epsilon)));
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
      action.accept(center);
    }

    @Override
    public double radius() {
      return epsilon;
    }

    @Override
    public Ball rows(int... rows) {
      return new Disc(norm, Layout.rows(center, rows), epsilon, domain);
    }
  }
}
