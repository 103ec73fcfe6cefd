package dev.redoubt.attack.joint;

import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Ball;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Towards what a guide looks like to the detectors: down the sum over the parts p of {@code ‖r_p(x)
 * - r_p(guide)‖² / ‖r_p(guide)‖²}, so that no part counts for more because it is larger.
 *
 * @param parts of the guides, each {@code [n, d]}
 * @param weights of the parts in each row, {@code [n]} each
 */
record Guided(List<Tensor> parts, List<Tensor> weights) implements Course {
  /** Keeps weights finite where a part is zero. */
  private static final double TINY = 1e-6;

  static Guided by(List<Tensor> parts) {
    return new Guided(
        parts,
        parts.stream()
            .map(part -> Reductions.sumPerSample(part.times(part)).plus(TINY).reciprocal())
            .toList());
  }

  @Override
  public Tensor direction(Look look, Ball ball) {
    List<Tensor> seen = look.verdict().representation();
    Tensor distance = Tensors.zerosLike(weights.get(0));
    for (int p = 0; p < parts.size(); p++) {
      Tensor gap = seen.get(p).minus(parts.get(p));
      distance = distance.plus(Reductions.sumPerSample(gap.times(gap)).times(weights.get(p)));
    }
    return look.gradient(distance.negated());
  }

  @Override
  public Guided rows(int... rows) {
    return new Guided(rows(parts, rows), rows(weights, rows));
  }

  private static List<Tensor> rows(List<Tensor> all, int... rows) {
    List<Tensor> some = new ArrayList<>();
    all.forEach(each -> some.add(Layout.rows(each, rows)));
    return some;
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    parts.forEach(action);
    weights.forEach(action);
  }
}
