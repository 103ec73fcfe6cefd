package dev.redoubt.audit.check;

import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;

/** How far apart two answers of a model are. */
final class Outputs {
  private Outputs() {}

  /**
   * What a model says, in a form that can be compared: logits of length 1, or labels.
   *
   * @return {@code [n, classes]} or {@code [n]}
   */
  static Tensor of(LabelModel model, Tensor x, Draws draws) {
    return Scope.tensors(
        () -> {
          if (!(model instanceof ScoreModel scores)) {
            return model.predict(x, draws);
          }
          Tensor logits = scores.logits(x, draws);
          Tensor length = Elementwise.atLeast(Reductions.l2PerSample(logits), 1e-30);
          return logits.dividedBy(Layout.perSample(length, logits));
        });
  }

  /**
   * The largest distance of two answers to the same samples; of labels, 1 where any differ. What is
   * no number both times is the same; NaN where it is one only once.
   */
  static double apart(Tensor one, Tensor other) {
    double[] a = one.doubles();
    double[] b = other.doubles();
    int rows = one.rows();
    int width = a.length / Math.max(1, rows);
    double most = 0;
    for (int row = 0; row < rows; row++) {
      double square = 0;
      for (int i = row * width; i < (row + 1) * width; i++) {
        double difference = Double.compare(a[i], b[i]) == 0 ? 0 : a[i] - b[i];
        square += difference * difference;
      }
      most = Math.max(most, width == 1 ? Math.min(1, square) : Math.sqrt(square));
    }
    return most;
  }
}
