package dev.redoubt.tensor;

import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.global.torch;

/**
 * Sums, maxima and orders. "Per sample" means over all dimensions but the first: a tensor {@code
 * [n, ...]} becomes a vector {@code [n]}.
 */
public final class Reductions {
  private Reductions() {}

  /** The sum of all elements, a scalar. */
  public static Tensor sum(Tensor x) {
    return new Tensor(torch.sum(x.raw));
  }

  /** The mean of all elements, a scalar. */
  public static Tensor mean(Tensor x) {
    return new Tensor(torch.mean(x.raw));
  }

  /** The sum of each sample. */
  public static Tensor sumPerSample(Tensor x) {
    return new Tensor(rows(x).sum(new long[] {1}, false, new ScalarTypeOptional()));
  }

  /** The largest element of each sample. */
  public static Tensor maxPerSample(Tensor x) {
    return new Tensor(torch.amax(rows(x), new long[] {1}, false));
  }

  /** The Euclidean length of each sample. */
  public static Tensor l2PerSample(Tensor x) {
    return Elementwise.sqrt(sumPerSample(x.times(x)));
  }

  /** The largest element along {@code dim}, which disappears. */
  public static Tensor max(Tensor x, int dim) {
    return new Tensor(torch.amax(x.raw, new long[] {dim}, false));
  }

  /** Where the largest element along {@code dim} stands; the first of equals on the CPU. */
  public static Tensor argmax(Tensor x, int dim) {
    return new Tensor(torch.argmax(x.raw, new LongOptional(dim), false));
  }

  /** The sum along {@code dim}, which disappears. */
  public static Tensor sum(Tensor x, int dim) {
    return new Tensor(x.raw.sum(new long[] {dim}, false, new ScalarTypeOptional()));
  }

  /** Running sums along {@code dim}. */
  public static Tensor cumulativeSum(Tensor x, int dim) {
    return new Tensor(torch.cumsum(x.raw, dim));
  }

  /** Whether all elements are nonzero. */
  public static boolean all(Tensor x) {
    return Scope.value(() -> torch.all(x.raw).item_bool());
  }

  /** The elements along the last dimension in order, and where each stood. */
  public static Sorted sort(Tensor x, boolean descending) {
    T_TensorTensor_T sorted = torch.sort(x.raw, -1, descending);
    return new Sorted(Tensor.copyOfHandle(sorted.get0()), Tensor.copyOfHandle(sorted.get1()));
  }

  /** The {@code k} largest elements along the last dimension, descending, and where each stood. */
  public static Sorted largest(Tensor x, int k) {
    T_TensorTensor_T top = torch.topk(x.raw, k);
    return new Sorted(Tensor.copyOfHandle(top.get0()), Tensor.copyOfHandle(top.get1()));
  }

  /**
   * Elements in order.
   *
   * @param values the elements
   * @param indices int64: their positions before
   */
  public record Sorted(Tensor values, Tensor indices) {}

  private static org.bytedeco.pytorch.Tensor rows(Tensor x) {
    return x.rank() == 2 ? x.raw : x.raw.reshape(x.size(0), x.size(0) == 0 ? 0 : -1);
  }

  /** The sum over {@code dims}. */
  public static Tensor sum(Tensor x, long[] dims, boolean keep) {
    return new Tensor(x.raw.sum(dims, keep, new ScalarTypeOptional()));
  }

  /** The mean over {@code dims}, of floats. */
  public static Tensor mean(Tensor x, long[] dims, boolean keep) {
    return new Tensor(torch.mean(x.raw, dims, keep, new ScalarTypeOptional()));
  }

  /** The largest over {@code dims}; equals share the gradient. */
  public static Tensor max(Tensor x, long[] dims, boolean keep) {
    return new Tensor(torch.amax(x.raw, dims, keep));
  }

  /** The smallest over {@code dims}; equals share the gradient. */
  public static Tensor min(Tensor x, long[] dims, boolean keep) {
    return new Tensor(torch.amin(x.raw, dims, keep));
  }

  /** The product along {@code dim}. */
  public static Tensor product(Tensor x, long dim, boolean keep) {
    return new Tensor(torch.prod(x.raw, dim, keep, new ScalarTypeOptional()));
  }

  /** The Euclidean length over {@code dims}, of floats; its gradient at zero is zero. */
  public static Tensor l2(Tensor x, long[] dims, boolean keep) {
    return new Tensor(
        torch.linalg_vector_norm(x.raw, new Scalar(2.0), dims, keep, new ScalarTypeOptional()));
  }

  /** {@code log Σ e^x} over {@code dims}, of floats, without overflow. */
  public static Tensor logSumExp(Tensor x, long[] dims, boolean keep) {
    return new Tensor(torch.logsumexp(x.raw, dims, keep));
  }

  /** The elements along {@code dim} in order, and where each stood; equals keep their order. */
  public static Sorted sort(Tensor x, int dim, boolean descending) {
    T_TensorTensor_T sorted = torch.sort(x.raw, new BoolOptional(true), dim, descending);
    return new Sorted(Tensor.copyOfHandle(sorted.get0()), Tensor.copyOfHandle(sorted.get1()));
  }
}
