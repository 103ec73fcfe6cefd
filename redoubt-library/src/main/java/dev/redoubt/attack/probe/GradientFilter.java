package dev.redoubt.attack.probe;

import dev.redoubt.tensor.Tensors;
import java.util.List;

/**
 * What is done to the gradient of an image before the attack steps along it: a linear map of each
 * channel, the same along both sides, hence a matrix for each side.
 */
public sealed interface GradientFilter permits TranslationInvariant, LowFrequency {
  /** What it is, for reports. */
  String words();

  /**
   * The matrix that a side is multiplied with: symmetric, row-major.
   *
   * @param side pixels
   * @return {@code side · side} values
   */
  double[] along(int side);

  /** This filter for images of one size. */
  default SeparableFilter over(int height, int width) {
    return new SeparableFilter(
        Tensors.of(along(height), height, height), Tensors.of(along(width), width, width));
  }

  /** All of several filters, one after the other, for images of one size. */
  static SeparableFilter over(List<GradientFilter> filters, int height, int width) {
    return filters.stream()
        .map(filter -> filter.over(height, width))
        .reduce(SeparableFilter::then)
        .orElseThrow(() -> new IllegalArgumentException("no filters"));
  }
}
