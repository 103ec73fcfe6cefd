package dev.redoubt.attack.boundary;

import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Comparison;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Norm;
import java.util.function.Consumer;

/**
 * The closest of the boundaries between the true class and some others (Moosavi-Dezfooli et al.
 * 2016, Croce and Hein 2020): {@code |z_k - z_y| / ‖∇(z_k - z_y)‖} in the dual norm is the distance
 * to first order. A backward pass for each other class, all on the tape of one forward pass; only
 * the closest so far is kept.
 *
 * @param norm in which distances are measured
 * @param others the classes, none of them the true one, int64 {@code [n, k]}
 */
public record AtNearestClass(Norm norm, Tensor others) implements Aim {
  @Override
  public Boundary from(GradientModel view, Tensor x, Tensor labels, Draws draws) {
    return Scope.tensors(
        () -> {
          Tensor leaf = Autograd.variable(x);
          Tensor logits = view.logitsOnTape(leaf, draws);
          Tensor own = Layout.pick(logits, labels);
          Seen closest =
              Scope.loop(
                  Seen.nothing(Layout.flatten(x)),
                  Math.toIntExact(others.size(1)),
                  seen -> false,
                  (rank, seen) -> {
                    Tensor other = Layout.columns(others, rank, rank + 1);
                    Tensor gap = Layout.pick(logits, other).minus(own);
                    Tensor gradient = view.gradientKeepingTape(Reductions.sum(gap), leaf);
                    return seen.orNearer(Boundary.of(gradient, gap.detached()), norm);
                  });
          return closest.boundary();
        });
  }

  @Override
  public Aim rows(int... rows) {
    return new AtNearestClass(norm, Layout.rows(others, rows));
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    action.accept(others);
  }

  /** The closest boundary so far and its distance; infinite where there is none. */
  private record Seen(Boundary boundary, Tensor distance) implements TensorGroup {
    static Seen nothing(Tensor x) {
      Tensor none = Layout.reshape(Tensors.zerosLike(Layout.columns(x, 0, 1)), -1);
      return new Seen(
          new Boundary(Tensors.zerosLike(x), none), none.plus(Double.POSITIVE_INFINITY));
    }

    /** A boundary without a normal is infinitely far or not a number away, so never nearer. */
    Seen orNearer(Boundary other, Norm norm) {
      Tensor away = Elementwise.abs(other.gap()).dividedBy(norm.dual(other.normal()));
      Tensor nearer = Comparison.less(away, distance);
      return new Seen(
          new Boundary(
              Elementwise.where(Layout.reshape(nearer, -1, 1), other.normal(), boundary.normal()),
              Elementwise.where(nearer, other.gap(), boundary.gap())),
          Elementwise.where(nearer, away, distance));
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
      boundary.forEachTensor(action);
      action.accept(distance);
    }
  }
}
