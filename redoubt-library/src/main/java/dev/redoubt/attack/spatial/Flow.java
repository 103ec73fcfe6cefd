package dev.redoubt.attack.spatial;

import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Sampling;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;

/**
 * Flow fields: how far from itself each pixel is read off, {@code [n, height, width, 2]}, columns
 * and rows in pixels.
 */
final class Flow {
  /** Keeps the derivative of a root at zero finite. */
  private static final double TINY = 1e-8;

  private Flow() {}

  /** Images bent by flows; places beyond the edges count as at the edge. */
  static Tensor bent(Tensor images, Tensor flow) {
    return Scope.tensors(
        () -> {
          int height = Math.toIntExact(images.size(2));
          int width = Math.toIntExact(images.size(3));
          Tensor places = flow.plus(Sampling.pixels(height, width).like(flow));
          return Sampling.bilinear(images, places, Sampling.Beyond.EDGE);
        });
  }

  /**
   * How much neighbours differ, summed over all pixels and their four neighbours (Xiao et al. 2018,
   * equation 4), {@code [n]}.
   */
  static Tensor roughness(Tensor flow) {
    return Scope.tensors(() -> across(flow, 1).plus(across(flow, 2)).times(2));
  }

  private static Tensor across(Tensor flow, int dim) {
    long length = flow.size(dim);
    Tensor step =
        Layout.slice(flow, dim, 1, length, 1).minus(Layout.slice(flow, dim, 0, length - 1, 1));
    Tensor squares = Reductions.sum(step.times(step), 3).plus(TINY);
    return Reductions.sumPerSample(Elementwise.sqrt(squares));
  }
}
