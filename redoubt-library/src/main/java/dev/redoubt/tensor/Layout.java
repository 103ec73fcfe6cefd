package dev.redoubt.tensor;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Operations that move elements and compute nothing. */
public final class Layout {
  private Layout() {}

  /** The same elements in another shape; one entry may be -1. */
  public static Tensor reshape(Tensor x, long... shape) {
    return new Tensor(x.raw.reshape(shape));
  }

  /** One row a sample: {@code [n, ...]} becomes {@code [n, features]}. */
  public static Tensor flatten(Tensor x) {
    return new Tensor(torch.flatten(x.raw, 1, -1));
  }

  /** A vector {@code [n]} as {@code [n, 1, ...]}, to broadcast against {@code like}. */
  public static Tensor perSample(Tensor vector, Tensor like) {
    long[] shape = new long[like.rank()];
    Arrays.fill(shape, 1);
    shape[0] = vector.size(0);
    return reshape(vector, shape);
  }

  /** The given rows of {@code x}, in the given order. */
  public static Tensor rows(Tensor x, int... rows) {
    return Scope.tensors(
        () -> new Tensor(torch.index_select(x.raw, 0, Tensors.ofInts(rows).to(x.device()).raw)));
  }

  /** One row, as a batch of one. Shares memory. */
  public static Tensor row(Tensor x, int row) {
    return new Tensor(x.raw.narrow(0, row, 1));
  }

  /** A copy of {@code x} in which row {@code rows[i]} is row i of {@code values}. */
  public static Tensor withRows(Tensor x, int[] rows, Tensor values) {
    return Scope.tensors(
        () -> {
          Tensor index = Tensors.ofInts(rows).to(x.device());
          return new Tensor(torch.index_copy(x.raw, 0, index.raw, values.raw));
        });
  }

  /** Columns {@code from} (inclusive) to {@code to} (exclusive). Shares memory. */
  public static Tensor columns(Tensor x, long from, long to) {
    return new Tensor(x.raw.narrow(1, from, to - from));
  }

  /** The element of each row at the index that stands in {@code index}; {@code [n, k]} to [n]. */
  public static Tensor pick(Tensor x, Tensor index) {
    return new Tensor(torch.gather(x.raw, 1, index.raw.reshape(-1, 1)).reshape(-1));
  }

  /** {@code out[i][j] = x[i][index[i][j]]}. */
  public static Tensor gather(Tensor x, Tensor index) {
    return new Tensor(torch.gather(x.raw, 1, index.raw));
  }

  /** A copy of {@code x} with {@code out[i][index[i][j]] = values[i][j]}. */
  public static Tensor scatter(Tensor x, Tensor index, Tensor values) {
    return new Tensor(torch.scatter(x.raw, 1, index.raw, values.raw));
  }

  /** The tensors one after another along {@code dim}. */
  public static Tensor concat(List<Tensor> parts, int dim) {
    TensorVector vector = new TensorVector();
    parts.forEach(part -> vector.push_back(part.raw));
    return new Tensor(torch.cat(vector, dim));
  }
}
