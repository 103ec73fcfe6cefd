package dev.redoubt.purify;

import dev.redoubt.tensor.Edges;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;

/** A batch of images, mirrored at their edges, to be looked at through shifted windows. */
final class Windows {
  private final Tensor padded;
  private final int before;
  private final long height;
  private final long width;

  /**
   * For shifts of at most {@code reach} in each direction.
   *
   * @param x {@code [n, channels, height, width]}
   */
  Windows(Tensor x, int reach) {
    this(x, reach, reach);
  }

  /**
   * For shifts of at most {@code before} up and to the left, {@code after} down and to the right.
   */
  Windows(Tensor x, int before, int after) {
    this.padded = Edges.mirrored(Edges.mirrored(x, 2, before, after), 3, before, after);
    this.before = before;
    this.height = x.size(2);
    this.width = x.size(3);
  }

  /** The images as seen so many pixels further down and to the right. Shares memory. */
  Tensor at(int down, int across) {
    return at(down, across, 0);
  }

  /** The same with a margin of so many pixels on each side. */
  Tensor at(int down, int across, int margin) {
    Tensor rows = Layout.slice(padded, 2, first(down, margin), end(down, margin, height), 1);
    return Layout.slice(rows, 3, first(across, margin), end(across, margin, width), 1);
  }

  private long first(int shift, int margin) {
    return (long) before + shift - margin;
  }

  private long end(int shift, int margin, long length) {
    return before + shift + length + margin;
  }
}
