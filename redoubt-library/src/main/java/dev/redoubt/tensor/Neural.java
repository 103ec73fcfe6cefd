package dev.redoubt.tensor;

import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** The operations that networks are made of. Images are {@code [n, channels, height, width]}. */
public final class Neural {
  /** The engine's code for a loss a row rather than their mean or sum. */
  private static final long NO_REDUCTION = 0;

  private Neural() {}

  /** Two-dimensional convolution; all settings are {@code {vertical, horizontal}}. */
  public static Tensor conv2d(
      Tensor x,
      Tensor weight,
      @Nullable Tensor bias,
      long[] stride,
      long[] padding,
      long[] dilation,
      long groups) {
    return new Tensor(
        torch.conv2d(x.raw, weight.raw, optional(bias), stride, padding, dilation, groups));
  }

  /** {@code x weightᵀ + bias}. */
  public static Tensor linear(Tensor x, Tensor weight, @Nullable Tensor bias) {
    return new Tensor(torch.linear(x.raw, weight.raw, optional(bias)));
  }

  /**
   * Batch normalisation.
   *
   * @param training true: normalise with the statistics of this batch and move the running ones by
   *     {@code momentum}, in place; false: normalise with the running statistics
   */
  public static Tensor batchNorm(
      Tensor x,
      Tensor weight,
      Tensor bias,
      Tensor runningMean,
      Tensor runningVariance,
      boolean training,
      double momentum,
      double epsilon) {
    return new Tensor(
        torch.batch_norm(
            x.raw,
            optional(weight),
            optional(bias),
            optional(runningMean),
            optional(runningVariance),
            training,
            momentum,
            epsilon,
            true));
  }

  /** Maximum over windows. */
  public static Tensor maxPool2d(
      Tensor x, long[] kernel, long[] stride, long[] padding, long[] dilation, boolean ceil) {
    return new Tensor(torch.max_pool2d(x.raw, kernel, stride, padding, dilation, ceil));
  }

  /** Mean over windows. */
  public static Tensor avgPool2d(
      Tensor x, long[] kernel, long[] stride, long[] padding, boolean ceil, boolean countPadding) {
    return new Tensor(
        torch.avg_pool2d(x.raw, kernel, stride, padding, ceil, countPadding, new LongOptional()));
  }

  /** Each pixel of {@code [n, channels, height, width]} as a square of {@code factor} pixels. */
  public static Tensor upsampleNearest(Tensor x, long factor) {
    return new Tensor(torch.upsample_nearest2d(x.raw, x.size(2) * factor, x.size(3) * factor));
  }

  /** {@code max(x, 0)}. */
  public static Tensor relu(Tensor x) {
    return new Tensor(torch.relu(x.raw));
  }

  /** {@code x · sigmoid(x)}. */
  public static Tensor silu(Tensor x) {
    return new Tensor(torch.silu(x.raw));
  }

  /** {@code -log softmax(logits)} at the label of each row, {@code [n]}. */
  public static Tensor crossEntropy(Tensor logits, Tensor labels) {
    return new Tensor(
        torch.cross_entropy_loss(
            logits.raw, labels.raw, new TensorOptional(), NO_REDUCTION, -100, 0));
  }

  /** Class probabilities, {@code [n, classes]}. */
  public static Tensor softmax(Tensor logits) {
    return new Tensor(torch.softmax(logits.raw, 1));
  }

  private static TensorOptional optional(@Nullable Tensor tensor) {
    return tensor == null ? new TensorOptional() : new TensorOptional(tensor.raw);
  }

  /** Transposed two-dimensional convolution; all settings are {@code {vertical, horizontal}}. */
  public static Tensor convTranspose2d(
      Tensor x,
      Tensor weight,
      @Nullable Tensor bias,
      long[] stride,
      long[] padding,
      long[] outputPadding,
      long[] dilation,
      long groups) {
    return new Tensor(
        torch.conv_transpose2d(
            x.raw, weight.raw, optional(bias), stride, padding, outputPadding, groups, dilation));
  }

  /** Normalises groups of the channels of each sample, {@code [n, channels, ...]}. */
  public static Tensor groupNorm(
      Tensor x, long groups, Tensor weight, Tensor bias, double epsilon) {
    return new Tensor(
        torch.group_norm(x.raw, groups, optional(weight), optional(bias), epsilon, false));
  }

  /** Normalises over the trailing dimensions, which have the shape {@code shape}. */
  public static Tensor layerNorm(
      Tensor x, long[] shape, Tensor weight, Tensor bias, double epsilon) {
    return new Tensor(
        torch.layer_norm(x.raw, shape, optional(weight), optional(bias), epsilon, false));
  }

  /** The matrix product as numpy has it: of the last two dimensions, the others broadcast. */
  public static Tensor matmul(Tensor a, Tensor b) {
    return new Tensor(torch.matmul(a.raw, b.raw));
  }

  /** A sum of products in Einstein's notation, such as {@code bij,bjk->bik}. */
  public static Tensor einsum(String equation, List<Tensor> operands) {
    TensorVector vector = new TensorVector();
    operands.forEach(operand -> vector.push_back(operand.raw));
    return new Tensor(torch.einsum(equation, vector));
  }
}
