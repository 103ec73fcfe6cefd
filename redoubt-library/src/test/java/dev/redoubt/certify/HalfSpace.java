package dev.redoubt.certify;

import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.blackbox.BlackBox;
import java.util.List;

/**
 * A classifier whose smoothed radii are known: class 1 where the first of two values is above .5.
 * Under Gaussian noise the probability of the class at distance d of the boundary is Φ(d/σ), and
 * the certified radius for that probability is d itself.
 */
final class HalfSpace {
  static final InputSpec INPUT = new InputSpec(List.of(2), 0, 1);

  private HalfSpace() {}

  static LabelModel model() {
    return new BlackBox("half-space", INPUT, 2)
        .labels(
            rows -> {
              int[] classes = new int[rows.length];
              for (int i = 0; i < rows.length; i++) {
                classes[i] = rows[i][0] > 0.5 ? 1 : 0;
              }
              return classes;
            });
  }

  /** Points of class 1 at these distances of the boundary, below .5. */
  static FloatDataset points(double... distances) {
    float[] values = new float[2 * distances.length];
    int[] labels = new int[distances.length];
    for (int i = 0; i < distances.length; i++) {
      values[2 * i] = (float) (0.5 + distances[i]);
      values[2 * i + 1] = 0.5f;
      labels[i] = 1;
    }
    return FloatDataset.of(
        new DatasetInfo("points", "test", INPUT, List.of("left", "right")), labels, values);
  }
}
