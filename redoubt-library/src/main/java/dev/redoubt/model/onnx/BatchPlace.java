package dev.redoubt.model.onnx;

import dev.redoubt.nn.operator.Extent;
import java.util.List;

/**
 * Where the samples lie in a value's row-major order. Shapes alone don't tell: of {@code [5 n,
 * 16]}, n may be the inner or the outer part of the first dimension. But both traces hold the same
 * first samples, so the place is where the one is found in the other.
 */
final class BatchPlace {
  private static final double TOLERANCE = 1e-4;

  private BatchPlace() {}

  /**
   * The number of elements before the index of the sample: 1 where samples come first.
   *
   * @param shape the value's dimensions, of which one goes with the batch
   * @param samples in the small trace
   */
  static long before(Value value, List<Extent> shape, long samples) {
    long before = 1;
    for (Extent extent : shape) {
      if (extent.perSample()) {
        return within(value, before, extent.factor(), samples);
      }
      before *= extent.factor();
    }
    return before;
  }

  private static long within(Value value, long before, long factor, long samples) {
    if (factor == 1) {
      return before;
    }
    double[] small = value.small().doubles();
    double[] large = value.large().doubles();
    for (long part = 1; part <= factor; part++) {
      if (factor % part == 0 && isFound(small, large, before * part, samples)) {
        return before * part;
      }
    }
    return before;
  }

  private static boolean isFound(double[] small, double[] large, long before, long samples) {
    int rest = Math.toIntExact(small.length / (before * samples));
    int block = Math.toIntExact(samples * rest);
    double scale = 0;
    for (double x : small) {
      scale = Math.max(scale, Math.abs(x));
    }
    for (int i = 0; i < small.length; i++) {
      int twin = i / block * 2 * block + i % block;
      if (!(Math.abs(small[i] - large[twin]) <= TOLERANCE * scale)) {
        return false;
      }
    }
    return true;
  }
}
