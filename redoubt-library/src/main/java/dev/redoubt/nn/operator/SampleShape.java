package dev.redoubt.nn.operator;

import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;

/** Shapes of random tensors: some rows a sample, so that each sample's draws are its own. */
final class SampleShape {
  private SampleShape() {}

  /** A copy, checked. */
  static List<Extent> checked(List<Extent> shape) {
    if (shape.isEmpty()
        || !shape.get(0).perSample()
        || shape.stream().skip(1).anyMatch(Extent::perSample)) {
      throw new IllegalArgumentException(
          "only the first dimension of random values goes with the samples, not as in " + shape);
    }
    return List.copyOf(shape);
  }

  /** Zeros with the samples as the first dimension: {@code [n, factor, ...]}. */
  static Tensor zeros(List<Extent> shape, Tensor like) {
    long[] lengths = new long[shape.size() + 1];
    lengths[0] = like.size(0);
    for (int i = 0; i < shape.size(); i++) {
      lengths[i + 1] = shape.get(i).factor();
    }
    return Tensors.zeros(like.dtype(), lengths).like(like);
  }

  /** The same elements in the shape that was asked for. */
  static Tensor joined(Tensor perSample, List<Extent> shape) {
    long samples = perSample.size(0);
    return Layout.reshape(
        perSample, shape.stream().mapToLong(extent -> extent.of(samples)).toArray());
  }
}
