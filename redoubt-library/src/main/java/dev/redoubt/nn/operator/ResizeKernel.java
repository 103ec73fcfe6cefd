package dev.redoubt.nn.operator;

import java.util.stream.IntStream;

/**
 * The pixels of the input, and their weights, that a resized row of pixels is made of (ONNX,
 * Resize, opset 19). Coordinates are computed in 32-bit floats as runtimes do, so that ties fall to
 * the same side.
 *
 * @param in the number of pixels of the input
 * @param length the number of pixels of the result
 * @param scale how much larger the result is
 */
record ResizeKernel(int in, int length, float scale, Resampling resampling) {
  /** For each pixel of the result its nearest in the input. */
  long[] nearest() {
    return IntStream.range(0, length)
        .mapToLong(i -> Math.max(0, Math.min(rounded(coordinate(i)), in - 1)))
        .toArray();
  }

  private long rounded(double x) {
    return (long)
        switch (resampling.rounding()) {
          case ROUND_PREFER_FLOOR -> Math.ceil(x - 0.5);
          case ROUND_PREFER_CEIL -> Math.floor(x + 0.5);
          case FLOOR -> Math.floor(x);
          case CEIL -> Math.ceil(x);
        };
  }

  /** The weights, a row of {@code in} for each pixel of the result. */
  double[] matrix() {
    double[] matrix = new double[length * in];
    for (int i = 0; i < length; i++) {
      addWeights(matrix, i);
    }
    return matrix;
  }

  private void addWeights(double[] matrix, int i) {
    double centre = coordinate(i);
    double narrowing = resampling.antialias() ? Math.min(scale, 1) : 1;
    double reach = (resampling.kind() == Resampling.Kind.CUBIC ? 2 : 1) / narrowing;
    double sum = 0;
    for (long j = (long) Math.ceil(centre - reach); j <= Math.floor(centre + reach); j++) {
      if (resampling.excludeOutside() && (j < 0 || j >= in)) {
        continue;
      }
      double weight = weight(Math.abs(j - centre) * narrowing);
      matrix[i * in + (int) Math.max(0, Math.min(j, in - 1))] += weight;
      sum += weight;
    }
    for (int j = i * in; j < (i + 1) * in; j++) {
      matrix[j] /= sum;
    }
  }

  /** The weight of a pixel at a distance. */
  private double weight(double distance) {
    if (resampling.kind() == Resampling.Kind.LINEAR) {
      return Math.max(0, 1 - distance);
    }
    double a = resampling.cubicCoefficient();
    if (distance <= 1) {
      return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
    }
    return distance < 2 ? ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a : 0;
  }

  private float coordinate(int i) {
    return switch (resampling.coordinates()) {
      case HALF_PIXEL -> halfPixel(i);
      case HALF_PIXEL_SYMMETRIC -> symmetricHalfPixel(i);
      case PYTORCH_HALF_PIXEL -> length > 1 ? halfPixel(i) : 0;
      case TF_HALF_PIXEL_FOR_NN -> (i + 0.5f) / scale;
      case ALIGN_CORNERS -> length > 1 ? i * (in - 1f) / (length - 1) : 0;
      case ASYMMETRIC -> i / scale;
    };
  }

  /** Only what is added to the half pixel is rounded to a float before the end. */
  private float symmetricHalfPixel(int i) {
    float offset = in / 2f * (1 - length / (scale * in));
    return (float) (offset + (i + 0.5) / scale - 0.5);
  }

  private float halfPixel(int i) {
    return (i + 0.5f) / scale - 0.5f;
  }
}
