package dev.redoubt.tensor;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Operations that move elements and compute nothing. */
public final class Layout {
  private Layout() {}

  /** The same elements in another shape; one entry may be -1. */
  public static Tensor reshape(Tensor x, long... shape) {
    return new Tensor(x.raw.reshape(shape));
  }

  /**
   * The same images with the channels of a pixel side by side in memory, which convolutions on a
   * processor are faster with; anything but {@code [n, channels, height, width]} as it is.
   */
  public static Tensor channelsLast(Tensor x) {
    return x.rank() == 4 ? new Tensor(x.raw.contiguous(torch.MemoryFormat.ChannelsLast)) : alias(x);
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

  /** The same tensor under another handle. Shares memory. */
  public static Tensor alias(Tensor x) {
    return new Tensor(x.raw.alias());
  }

  /** Dimension i of the result is dimension {@code order[i]} of {@code x}. Shares memory. */
  public static Tensor permute(Tensor x, long... order) {
    return new Tensor(x.raw.permute(order));
  }

  /** Two dimensions exchanged. Shares memory. */
  public static Tensor transpose(Tensor x, int one, int other) {
    return new Tensor(x.raw.transpose(one, other));
  }

  /** A dimension of length 1 put in before {@code dim}. Shares memory. */
  public static Tensor unsqueeze(Tensor x, int dim) {
    return new Tensor(x.raw.unsqueeze(dim));
  }

  /** Every {@code step}-th from {@code start} to before {@code end}. Shares memory. */
  public static Tensor slice(Tensor x, int dim, long start, long end, long step) {
    return new Tensor(x.raw.slice(dim, new LongOptional(start), new LongOptional(end), step));
  }

  /** Back to front along {@code dim}. */
  public static Tensor flip(Tensor x, int dim) {
    return new Tensor(torch.flip(x.raw, dim));
  }

  /** What stands at the places {@code index}, a vector of non-negative ones, along {@code dim}. */
  public static Tensor select(Tensor x, int dim, Tensor index) {
    return new Tensor(torch.index_select(x.raw, dim, index.raw));
  }

  /**
   * Dimensions of length 1 repeated to {@code shape}, which may be of higher rank. Shares memory.
   */
  public static Tensor expand(Tensor x, long... shape) {
    return new Tensor(x.raw.expand(shape));
  }

  /** Copies side by side, {@code repeats[i]} along dimension i. */
  public static Tensor tile(Tensor x, long... repeats) {
    return new Tensor(torch.tile(x.raw, repeats));
  }

  /** The whole batch {@code k} times, block after block: {@code [k·n, ...]}. */
  public static Tensor copies(Tensor x, int k) {
    long[] repeats = new long[x.rank()];
    Arrays.fill(repeats, 1);
    repeats[0] = k;
    return tile(x, repeats);
  }

  /**
   * One value added around; negative amounts cut off.
   *
   * @param before how many before the first, one entry a dimension
   * @param after how many after the last
   */
  public static Tensor pad(Tensor x, long[] before, long[] after, double value) {
    long[] lastFirst = new long[2 * before.length];
    for (int i = 0; i < before.length; i++) {
      lastFirst[2 * (before.length - 1 - i)] = before[i];
      lastFirst[2 * (before.length - 1 - i) + 1] = after[i];
    }
    return new Tensor(torch.constant_pad_nd(x.raw, lastFirst, new Scalar(value)));
  }
}
