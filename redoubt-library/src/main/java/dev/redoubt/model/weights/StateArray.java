package dev.redoubt.model.weights;

import java.util.List;

/** One named array of a state dict, widened or rounded to floats. Immutable. */
public final class StateArray {
  private final String dtype;
  private final List<Long> shape;
  private final float[] values;

  /**
   * Keeps {@code values}.
   *
   * @param dtype the type in which it was stored, as NumPy and PyTorch call it, such as {@code
   *     float16}
   * @param shape empty for a scalar
   * @param values in row-major order, as many as the shape asks for
   */
  public StateArray(String dtype, List<Long> shape, float[] values) {
    if (shape.stream().reduce(1L, Math::multiplyExact) != values.length) {
      throw new IllegalArgumentException(values.length + " values don't fill " + shape);
    }
    this.dtype = dtype;
    this.shape = List.copyOf(shape);
    this.values = values;
  }

  /** The type in which it was stored, such as {@code float16}. */
  public String dtype() {
    return dtype;
  }

  /** The shape; empty for a scalar. */
  public List<Long> shape() {
    return shape;
  }

  /** The values in row-major order, as a copy. */
  public float[] floats() {
    return values.clone();
  }
}
