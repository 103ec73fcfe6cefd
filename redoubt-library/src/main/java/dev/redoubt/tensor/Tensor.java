package dev.redoubt.tensor;

import java.util.Arrays;
import java.util.function.Consumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;

/**
 * An n-dimensional array in the engine's memory, with the arithmetic that formulas are written in.
 * All other operations stand in families: {@link Tensors} (creation), {@link Elementwise}, {@link
 * Comparison}, {@link Reductions}, {@link Layout}, {@link Neural}, {@link Activation}.
 *
 * <p>The memory is off-heap and belongs to the innermost {@link Scope} in which the tensor was
 * made; it is gone when that scope ends. Operations return new tensors and leave their operands as
 * they are.
 */
public final class Tensor implements AutoCloseable, TensorGroup {
  static {
    Engine.start();
  }

  final org.bytedeco.pytorch.Tensor raw;

  Tensor(org.bytedeco.pytorch.Tensor raw) {
    this.raw = raw;
    if (PointerScope.getInnerScope() == null) {
      raw.retainReference(); // so that scopes which are handed it later don't free it
    }
  }

  /** A tensor of its own for a handle that lives inside another object (a tuple, a vector). */
  static Tensor copyOfHandle(org.bytedeco.pytorch.Tensor inner) {
    return new Tensor(new org.bytedeco.pytorch.Tensor(inner));
  }

  /** The shape, one entry a dimension; empty for a scalar. */
  public long[] shape() {
    long[] shape = new long[rank()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = raw.size(i);
    }
    return shape;
  }

  /** The length of dimension {@code dim}; negative values count from the last. */
  public long size(int dim) {
    return raw.size(dim);
  }

  /** The length of the batch dimension, which is the first. */
  public int rows() {
    return Math.toIntExact(raw.size(0));
  }

  /** The number of dimensions. */
  public int rank() {
    return Math.toIntExact(raw.dim());
  }

  /** The number of elements. */
  public long count() {
    return raw.numel();
  }

  /** The element type. */
  public DType dtype() {
    return DType.of(raw.scalar_type());
  }

  /** {@code this + other}, broadcasting. */
  public Tensor plus(Tensor other) {
    return new Tensor(torch.add(raw, other.raw));
  }

  /** {@code this + value}. */
  public Tensor plus(double value) {
    return new Tensor(raw.add(new Scalar(value)));
  }

  /** {@code this + factor * other}, broadcasting, in one pass. */
  public Tensor plus(double factor, Tensor other) {
    return new Tensor(torch.add(raw, other.raw, new Scalar(factor)));
  }

  /** {@code this - other}, broadcasting. */
  public Tensor minus(Tensor other) {
    return new Tensor(torch.sub(raw, other.raw));
  }

  /** {@code this - value}. */
  public Tensor minus(double value) {
    return plus(-value);
  }

  /** {@code this * other}, elementwise, broadcasting. */
  public Tensor times(Tensor other) {
    return new Tensor(torch.mul(raw, other.raw));
  }

  /** {@code this * value}. */
  public Tensor times(double value) {
    return new Tensor(raw.mul(new Scalar(value)));
  }

  /** {@code this / other}, elementwise, broadcasting. */
  public Tensor dividedBy(Tensor other) {
    return new Tensor(torch.div(raw, other.raw));
  }

  /** {@code this / value}. */
  public Tensor dividedBy(double value) {
    return new Tensor(raw.div(new Scalar(value)));
  }

  /** {@code 1 / this}, elementwise. */
  public Tensor reciprocal() {
    return new Tensor(torch.reciprocal(raw));
  }

  /** {@code -this}. */
  public Tensor negated() {
    return new Tensor(torch.neg(raw));
  }

  /** The same values, cut off from the gradient tape. Shares memory. */
  public Tensor detached() {
    return new Tensor(raw.detach());
  }

  /** A copy of the values in memory of its own, off the tape. */
  public Tensor copied() {
    return new Tensor(raw.detach().clone());
  }

  /** The same values with another element type; a new handle even if the type is the same. */
  public Tensor to(DType type) {
    return new Tensor(raw.to(type.raw));
  }

  /** The same values on another device; a new handle even if the device is the same. */
  public Tensor to(Device device) {
    return new Tensor(raw.to(device.raw(), raw.scalar_type()));
  }

  /** The device that holds the values. */
  public Device device() {
    org.bytedeco.pytorch.Device device = raw.device();
    return device.is_cuda() ? new Device(Device.Kind.CUDA, device.index()) : Device.CPU;
  }

  /** These values with the element type and device of {@code other}. */
  public Tensor like(Tensor other) {
    return new Tensor(raw.to(other.raw));
  }

  /** Whether operations on this tensor are recorded on the tape. */
  public boolean requiresGrad() {
    return raw.requires_grad();
  }

  /** All values as floats, in row-major order. */
  public float[] floats() {
    float[] values = new float[Math.toIntExact(count())];
    if (values.length > 0) {
      Scope.run(() -> onHost(torch.ScalarType.Float).data_ptr_float().get(values));
    }
    return values;
  }

  /** All values as doubles, in row-major order. */
  public double[] doubles() {
    double[] values = new double[Math.toIntExact(count())];
    if (values.length > 0) {
      Scope.run(() -> onHost(torch.ScalarType.Double).data_ptr_double().get(values));
    }
    return values;
  }

  /** All values as longs (truncated, if they are floats), in row-major order. */
  public long[] longs() {
    long[] values = new long[Math.toIntExact(count())];
    if (values.length > 0) {
      Scope.run(() -> onHost(torch.ScalarType.Long).data_ptr_long().get(values));
    }
    return values;
  }

  /** All values as ints, in row-major order: labels and row numbers. */
  public int[] ints() {
    return Arrays.stream(longs()).mapToInt(Math::toIntExact).toArray();
  }

  /** The value of a tensor with a single element. */
  public double item() {
    return raw.item_double();
  }

  private org.bytedeco.pytorch.Tensor onHost(torch.ScalarType type) {
    boolean there = !raw.is_cuda() && raw.scalar_type().intern() == type && raw.is_contiguous();
    return there ? raw : raw.detach().to(Device.CPU.raw(), type).contiguous();
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    action.accept(this);
  }

  /**
   * Frees this handle now rather than at the end of its scope. The tensor must not be used again.
   */
  @Override
  public void close() {
    raw.close();
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape()) + " " + dtype();
  }
}
