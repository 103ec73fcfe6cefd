package dev.redoubt.audit.remedy;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.DoublePrecision;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A classifier with the Jacobian of its logits by central differences. It stands on the tape as
 * {@code logits + J (x - x)}, the second x being off the tape: whatever is computed of it then has
 * the derivative that the chain rule gives, and the engine needs to know nothing of it.
 */
final class Differences implements GradientModel, DoublePrecision {
  /** Passes of the underlying classifier in memory at a time, unless one point takes more. */
  private static final int PASSES = 2048;

  private final ScoreModel model;
  private final double step;

  Differences(ScoreModel model, double step) {
    this.model = model;
    this.step = step;
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public InputSpec input() {
    return model.input();
  }

  @Override
  public int classes() {
    return model.classes();
  }

  @Override
  public Declaration declares() {
    return new Declaration(new Declaration.Backward.Exact(), model.declares().random());
  }

  @Override
  public int passes() {
    return Math.multiplyExact(model.passes(), 1 + 2 * input().features());
  }

  @Override
  public boolean isShared() {
    return model.isShared();
  }

  @Override
  public Tensor predict(Tensor x, Draws draws) {
    return model.predict(x, draws);
  }

  @Override
  public Tensor logits(Tensor x, Draws draws) {
    return model.logits(x, draws);
  }

  @Override
  public Optional<? extends LabelModel> inDoublePrecision() {
    return model instanceof DoublePrecision single ? single.inDoublePrecision() : Optional.empty();
  }

  @Override
  public Tensor logitsOnTape(Tensor x, Draws draws) {
    Tensor at = x.detached();
    if (!x.requiresGrad()) {
      return model.logits(at, draws);
    }
    return Scope.tensors(
        () -> {
          Tensor jacobian = Autograd.noGrad(() -> jacobian(at, draws));
          Tensor nothing = Layout.unsqueeze(Layout.flatten(x.minus(at)), 2);
          Tensor slope = Layout.reshape(Neural.matmul(jacobian, nothing), x.rows(), -1);
          return model.logits(at, draws).detached().plus(slope);
        });
  }

  /** {@code [n, classes, features]}; zero where a difference is not finite. */
  private Tensor jacobian(Tensor x, Draws draws) {
    return Scope.tensors(
        () -> {
          Tensor flat = Layout.flatten(x);
          Tensor high = Elementwise.atLeast(flat, input().high());
          Tensor low = Elementwise.atLeast(flat.negated(), -input().low()).negated();
          Tensor above = Elementwise.minimum(flat.plus(step), high);
          Tensor below = Elementwise.maximum(flat.minus(step), low);
          int features = Math.toIntExact(flat.size(1));
          int together = Math.max(1, PASSES / 2 / model.passes() / Math.max(1, x.rows()));
          List<Tensor> parts = new ArrayList<>();
          for (int from = 0; from < features; from += together) {
            int to = Math.min(features, from + together);
            int first = from;
            parts.add(Scope.tensors(() -> slopes(x, flat, above, below, first, to, draws)));
          }
          Tensor slopes = Layout.permute(Layout.concat(parts, 0), 1, 2, 0);
          return Elementwise.where(Elementwise.isFinite(slopes), slopes, Tensors.zerosLike(slopes));
        });
  }

  /** {@code [to - from, n, classes]}: the differences over some features. */
  private Tensor slopes(
      Tensor x, Tensor flat, Tensor above, Tensor below, int from, int to, Draws draws) {
    Tensor axes = axes(from, to, Math.toIntExact(flat.size(1))).like(flat);
    Tensor width =
        Layout.unsqueeze(Layout.transpose(Layout.columns(above.minus(below), from, to), 0, 1), 2);
    return logits(x, flat.plus(axes.times(above.minus(flat))), draws)
        .minus(logits(x, flat.plus(axes.times(below.minus(flat))), draws))
        .dividedBy(width);
  }

  /** The unit vectors of some features, {@code [to - from, 1, features]}. */
  private static Tensor axes(int from, int to, int features) {
    float[] values = new float[(to - from) * features];
    for (int i = from; i < to; i++) {
      values[(i - from) * features + i] = 1;
    }
    return Tensors.of(values, to - from, 1, features);
  }

  /** {@code [k, n, classes]} at {@code [k, n, features]}: the same draws at all points of a row. */
  private Tensor logits(Tensor x, Tensor points, Draws draws) {
    int k = points.rows();
    int n = x.rows();
    long[] shape = x.shape();
    shape[0] = (long) k * n;
    int[] rows = IntStream.range(0, k * n).map(i -> i % n).toArray();
    Draws same = draws.ids().length == 0 ? draws : draws.rows(rows);
    return Layout.reshape(model.logits(Layout.reshape(points, shape), same), k, n, classes());
  }
}
