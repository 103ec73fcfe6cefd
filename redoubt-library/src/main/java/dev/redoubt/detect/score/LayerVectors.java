package dev.redoubt.detect.score;

import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/** One vector a sample from what a layer makes of it. */
public final class LayerVectors {
  private LayerVectors() {}

  /**
   * The vectors. Of images {@code [n, channels, height, width]} the mean of each channel (Lee et
   * al. 2018, section 2.2), of sequences {@code [n, tokens, width]} the mean over the tokens;
   * vectors stay what they are.
   *
   * @param values {@code [n, ...]}, at least two dimensions
   * @return {@code [n, d]}, a handle of its own
   */
  public static Tensor of(Tensor values) {
    int rank = values.rank();
    if (rank == 2) {
      return Layout.alias(values);
    }
    if (rank == 3) {
      return Reductions.mean(values, new long[] {1}, false);
    }
    long[] places = new long[rank - 2];
    for (int i = 0; i < places.length; i++) {
      places[i] = i + 2L;
    }
    return Reductions.mean(values, places, false);
  }

  /**
   * The length d of the vectors.
   *
   * @param shape of the layer's values for one sample
   */
  public static long length(List<Long> shape) {
    return shape.size() == 2 ? shape.get(1) : shape.get(0);
  }
}
