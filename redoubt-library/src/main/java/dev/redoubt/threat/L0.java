package dev.redoubt.threat;

import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.function.Consumer;

/** The number of features that change at all (each channel of a pixel is a feature). */
public record L0() implements Norm {
  @Override
  public String name() {
    return "l0";
  }

  @Override
  public Tensor of(Tensor delta) {
    return Reductions.sumPerSample(Elementwise.greater(Elementwise.abs(delta), 0).like(delta));
  }

  /** The rise along the best single feature, changed by 1. */
  @Override
  public Tensor dual(Tensor gradient) {
    return Reductions.maxPerSample(Elementwise.abs(gradient));
  }

  @Override
  public Tensor steepestAscent(Tensor gradient, double radius) {
    return Elementwise.sign(keepLargest(gradient, Elementwise.abs(gradient), radius));
  }

  @Override
  public Tensor project(Tensor delta, double epsilon) {
    return keepLargest(delta, Elementwise.abs(delta), epsilon);
  }

  @Override
  public Tensor project(Tensor delta, Tensor epsilon) {
    Tensor flat = Layout.flatten(delta);
    double most = Arrays.stream(epsilon.doubles()).filter(count -> count > 0).max().orElse(0);
    int kept = (int) Math.min((long) Math.floor(most), flat.size(1));
    if (kept <= 0) {
      return Tensors.zerosLike(delta);
    }
    Tensor index = Reductions.largest(Elementwise.abs(flat), kept).indices();
    float[] ranks = new float[kept];
    for (int i = 0; i < kept; i++) {
      ranks[i] = i + 1;
    }
    Tensor within =
        Elementwise.atLeast(
            Layout.reshape(epsilon, -1, 1), Tensors.of(ranks, 1, kept).like(epsilon));
    Tensor chosen = Layout.gather(flat, index).times(within.like(flat));
    return Layout.reshape(Layout.scatter(Tensors.zerosLike(flat), index, chosen), delta.shape());
  }

  /** ⌊ε⌋ features drawn without replacement, each changed by a uniform value in (-1, 1). */
  @Override
  public Tensor random(Tensor like, double epsilon, Draws draws) {
    Tensor values = draws.of("value").uniformLike(like, -1, 1);
    return keepLargest(values, draws.of("feature").uniformLike(like, 0, 1), epsilon);
  }

  @Override
  public Tensor randomDirection(Tensor like, Draws draws) {
    return random(like, 1, draws);
  }

  @Override
  public Ball ball(Tensor center, double epsilon, InputDomain domain) {
    return new Sparse(center, epsilon, domain);
  }

  /** {@code delta} at the ⌊count⌋ features of largest {@code score} in each sample, else 0. */
  private static Tensor keepLargest(Tensor delta, Tensor score, double count) {
    Tensor flat = Layout.flatten(delta);
    int kept = (int) Math.min((long) Math.floor(count), flat.size(1));
    if (kept == 0) {
      return Tensors.zerosLike(delta);
    }
    Tensor index = Reductions.largest(Layout.flatten(score), kept).indices();
    Tensor chosen = Layout.gather(flat, index);
    return Layout.reshape(Layout.scatter(Tensors.zerosLike(flat), index, chosen), delta.shape());
  }

  /** Points of the box that differ from the center in few features. */
  private record Sparse(Tensor center, double epsilon, InputDomain domain) implements Ball {
    @Override
    public Tensor project(Tensor x) {
      Tensor wished = x.minus(center);
      Tensor allowed = domain.clamp(x).minus(center);
      Tensor missed = wished.minus(allowed);
      // What keeping a feature saves of the squared distance to x.
      Tensor saved = wished.times(wished).minus(missed.times(missed));
      return moved(keepLargest(allowed, saved, epsilon));
    }

    @Override
    public Tensor ascend(Tensor x, Tensor gradient, double size) {
      return project(x.plus(new L2().steepestAscent(gradient, size)));
    }

    @Override
    public Tensor blocked(Tensor x, Tensor gradient) {
      return domain.blocked(x, gradient);
    }

    @Override
    public Tensor ascendFully(Tensor gradient) {
      Tensor up = Tensors.full(domain.high(), center.dtype()).like(center).minus(center);
      Tensor down = Tensors.full(domain.low(), center.dtype()).like(center).minus(center);
      Tensor full = Elementwise.where(Elementwise.greater(gradient, 0), up, down);
      return moved(keepLargest(full, full.times(gradient), epsilon));
    }

    private Tensor moved(Tensor delta) {
      return domain.clamp(center.plus(delta));
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
      return new Sparse(Layout.rows(center, rows), epsilon, domain);
    }
  }
}
