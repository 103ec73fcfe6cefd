package dev.redoubt.audit.measure;

import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.Optional;

/**
 * A plane between features: {@code weights · (f - anchor) + offset} is positive on the boundary
 * point's side. The anchor is that point, so that nothing cancels out.
 */
@SuppressWarnings("ArrayRecordComponent") // as many as there are features, never compared
record Probe(float[] weights, float[] anchor, float offset) {
  /**
   * The plane of largest margin, which the logistic regression without a penalty of the test's
   * authors tends to, moved towards the boundary point. Values on the points themselves are scaled
   * to at most 1 before that.
   *
   * @param inner features of inner points, {@code [m, d]}
   * @param boundary features of the boundary point, {@code [1, d]}
   * @param closeness how far the plane is moved from the middle to the boundary point, in [0, 1)
   * @return empty if no plane is between them, or a feature is not finite
   */
  static Optional<Probe> fit(Tensor inner, Tensor boundary, double closeness) {
    return Scope.value(
        () -> {
          Tensor anchor = boundary.to(DType.FLOAT64);
          Tensor apart = inner.to(DType.FLOAT64).minus(anchor);
          if (!Double.isFinite(Reductions.sum(apart).item())) {
            return Optional.empty();
          }
          int points = apart.rows();
          Tensor gram = Neural.matmul(apart, Layout.transpose(apart, 0, 1));
          HullDistance nearest = HullDistance.of(gram.doubles(), points);
          if (!nearest.isAway()) {
            return Optional.empty();
          }
          double middle = nearest.margin() / 2;
          double scale = 1 / Math.max(middle, nearest.reach() - middle);
          Tensor shares = Tensors.of(nearest.weights(), 1, points).like(apart);
          Tensor weights = Neural.matmul(shares, apart).times(-scale);
          return Optional.of(
              new Probe(
                  weights.floats(), boundary.floats(), (float) (scale * middle * (1 - closeness))));
        });
  }

  /** How many of the points with these features, {@code [m, d]}, are beyond the plane. */
  int beyond(Tensor features) {
    double[] values =
        Scope.value(
            () -> {
              Tensor apart = features.minus(Tensors.of(anchor, 1, anchor.length).like(features));
              Tensor slope = Tensors.of(weights, anchor.length, 1).like(features);
              return Neural.matmul(apart, slope).plus(offset).doubles();
            });
    return (int) Arrays.stream(values).filter(value -> value > 0).count();
  }
}
