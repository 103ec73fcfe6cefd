package dev.redoubt.attack.square;

import dev.redoubt.attack.Plane;
import dev.redoubt.tensor.RandomStream;

/**
 * A rectangle of an image, in all channels.
 *
 * @param top its first row
 * @param left its first column
 */
record Window(int top, int left, Extent extent) {
  /** A window at a place drawn uniformly from all where it fits, the last ones included. */
  static Window draw(RandomStream stream, Plane plane, Extent extent) {
    return new Window(
        stream.below(plane.height() - extent.height() + 1),
        stream.below(plane.width() - extent.width() + 1),
        extent);
  }

  /** Whether it holds a place. */
  boolean holds(int row, int column) {
    return row >= top
        && row < top + extent.height()
        && column >= left
        && column < left + extent.width();
  }

  /** Where the k-th of its places, counted row by row, lies in a sample. */
  int index(Plane plane, int channel, int k) {
    return plane.index(channel, top + k / extent.width(), left + k % extent.width());
  }

  /** Copies its values from one image to another; images begin at offsets in their arrays. */
  void copy(Plane plane, float[] from, int fromOffset, float[] to, int toOffset) {
    for (int channel = 0; channel < plane.channels(); channel++) {
      for (int row = top; row < top + extent.height(); row++) {
        int index = plane.index(channel, row, left);
        System.arraycopy(from, fromOffset + index, to, toOffset + index, extent.width());
      }
    }
  }
}
