package dev.redoubt.purify;

import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import dev.redoubt.tensor.Tensors;
import java.util.function.Consumer;

/**
 * One value for each pair of pixels that are neighbours in an image {@code [n, channels, height,
 * width]}.
 *
 * @param across of a pixel and its left neighbour, {@code [n, channels, height, width - 1]}
 * @param down of a pixel and the one above, {@code [n, channels, height - 1, width]}
 */
record Differences(Tensor across, Tensor down) implements TensorGroup {
  private static final int HEIGHT = 2;
  private static final int WIDTH = 3;

  /** The differences D z of an image. */
  static Differences of(Tensor z) {
    return new Differences(along(z, WIDTH), along(z, HEIGHT));
  }

  /** Zeros, for images like this. */
  static Differences zerosFor(Tensor image) {
    Differences differences = of(image);
    return new Differences(
        Tensors.zerosLike(differences.across), Tensors.zerosLike(differences.down));
  }

  private static Tensor along(Tensor z, int dim) {
    long length = z.size(dim);
    return Layout.slice(z, dim, 1, length, 1).minus(Layout.slice(z, dim, 0, length - 1, 1));
  }

  /** {@code Dᵀ} of these values: an image. */
  Tensor transposed() {
    return back(across, WIDTH).plus(back(down, HEIGHT));
  }

  private static Tensor back(Tensor values, int dim) {
    long[] none = new long[values.rank()];
    long[] one = new long[values.rank()];
    one[dim] = 1;
    return Layout.pad(values, one, none, 0).minus(Layout.pad(values, none, one, 0));
  }

  /** {@code this + factor·other}. */
  Differences plus(double factor, Differences other) {
    return new Differences(across.plus(factor, other.across), down.plus(factor, other.down));
  }

  /** {@code this + share·(other - this)}. */
  Differences towards(Differences other, double share) {
    return plus(share, other.plus(-1, this));
  }

  /** Each value clipped to {@code [-bound, bound]}. */
  Differences clipped(double bound) {
    return new Differences(
        Elementwise.clamp(across, -bound, bound), Elementwise.clamp(down, -bound, bound));
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    action.accept(across);
    action.accept(down);
  }
}
